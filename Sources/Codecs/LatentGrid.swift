import EntropyCoding
import Transforms

/// How the latents of a picture lie on the plane.
public enum LatentGrid: Equatable, Sendable {
  /// A dyadic pyramid in the mosaic layout: one channel a colour, as large as the picture.
  case pyramid(levels: Int)
  /// One grid for all channels, 2^levels pixels a position.
  case uniform(levels: Int)

  /// Pixels that borders between groups and tiles are a multiple of.
  public static let alignment = 32

  /// Height and width of the channels of a picture.
  public func extent(width: Int, height: Int) -> (height: Int, width: Int) {
    switch self {
    case .pyramid: (height, width)
    case .uniform(let levels):
      ((height + (1 << levels) - 1) >> levels, (width + (1 << levels) - 1) >> levels)
    }
  }
}

/// A rectangle of one channel.
struct ChannelRectangle: Equatable {
  var channel: Int
  var x: Int
  var y: Int
  var width: Int
  var height: Int
}

extension LatentGrid {
  /// The planes of one group in coding order, and where each lies.
  ///
  /// Pyramid: the low bands, then level by level from the coarsest lh, hl, hh, each in every colour; a plane looks at
  /// the same band of earlier colours, at earlier bands of its colour, and at its parent. Uniform: the channels;
  /// each looks at all before it.
  ///
  /// - Parameter modelColours: Colours that the plane models of a pyramid are numbered for; a picture may have fewer.
  func planes(
    of group: PixelRectangle, width: Int, height: Int, channels: Int, modelColours: Int
  ) -> (structures: [PlaneStructure], rectangles: [ChannelRectangle]) {
    switch self {
    case .pyramid(let levels):
      pyramidPlanes(
        of: group, width: width, height: height, colours: channels, modelColours: modelColours, levels: levels
      )
    case .uniform(let levels):
      uniformPlanes(of: group, width: width, height: height, channels: channels, levels: levels)
    }
  }

  private func uniformPlanes(
    of group: PixelRectangle, width: Int, height: Int, channels: Int, levels: Int
  ) -> ([PlaneStructure], [ChannelRectangle]) {
    let x = group.x >> levels
    let y = group.y >> levels
    let extent = extent(width: width, height: height)
    let columns = group.maxX == width ? extent.width - x : (group.maxX >> levels) - x
    let rows = group.maxY == height ? extent.height - y : (group.maxY >> levels) - y
    let structures = (0..<channels).map {
      PlaneStructure(width: columns, height: rows, model: $0, references: Array(0..<$0))
    }
    return (
      structures,
      (0..<channels).map { ChannelRectangle(channel: $0, x: x, y: y, width: columns, height: rows) }
    )
  }

  private func pyramidPlanes(
    of group: PixelRectangle, width: Int, height: Int, colours: Int, modelColours: Int, levels: Int
  ) -> ([PlaneStructure], [ChannelRectangle]) {
    var structures: [PlaneStructure] = []
    var rectangles: [ChannelRectangle] = []
    let bands = PacketTree.pyramid(levels: levels).leaves(width: width, height: height)
    for (number, band) in bands.enumerated() {
      let part = group.part(of: band, width: width, height: height)
      let orientation = number == 0 ? 0 : (number - 1) % 3
      let start = structures.count - orientation * colours
      for colour in 0..<colours {
        var references = (0..<colour).map { structures.count - colour + $0 }
        references += (0..<orientation).map { start + $0 * colours + colour }
        let parent = band.level < levels ? structures.count - 3 * colours : nil
        structures.append(
          PlaneStructure(
            width: part.width, height: part.height, model: number * modelColours + colour,
            references: references, parent: number == 0 ? nil : parent))
        rectangles.append(
          ChannelRectangle(channel: colour, x: part.x, y: part.y, width: part.width, height: part.height))
      }
    }
    return (structures, rectangles)
  }
}
