import Bytes
import Container
import EntropyCoding
import Transforms

/// The latents of a picture's file by group and by channel: as much of them as is wanted is decoded, and no more.
///
/// Channels are coded in order, so the first ones, the tensor to learn from, cost only their own time.
public struct LatentReader: Sendable {
  public let model: Model
  public let picture: PictureDescription
  /// A symbol s stands for the coefficient s · step, on the 0..255 scale of samples.
  public let step: Float
  /// Channels, height, width.
  public let shape: [Int]
  /// The first channels are the tensor to learn from.
  public let primaryChannels: Int
  private let groups: LatentGroups
  private let coded: [Container.Group]

  /// A rectangle of the grid of latents and what lies in it.
  public struct Block: Equatable, Sendable {
    /// Column, row, width and height, in positions of the grid.
    public let rectangle: PixelRectangle
    /// Row-major [channels, height, width].
    public let symbols: [Int16]
  }

  /// Reads header and tables and checks every group's checksum; decodes nothing.
  ///
  /// - Throws: as `ImageFile.init(parsing:model:limits:threads:)`.
  public init(_ bytes: [UInt8], model: Model, limits: Limits = .standard) throws(CodecError) {
    let parts = try ImageFile.Parts(Container(parsing: bytes, limits: limits), model: model, limits: limits)
    let codec = WaveletImageCodec(model: model)
    picture = parts.parameters.picture
    try codec.check(picture.channels)
    step = Float(parts.parameters.step) / 65536
    let extent = model.grid.extent(width: picture.width, height: picture.height)
    shape = [codec.latentChannels(of: picture.channels), extent.height, extent.width]
    primaryChannels = min(model.primaryChannels, shape[0])
    groups = parts.groups
    coded = parts.container.groups
    self.model = model
  }

  /// Groups that can be decoded apart.
  public var groupCount: Int { coded.count }

  /// The first channels of the whole grid, row-major [count, height, width].
  ///
  /// - Parameter count: channels, 1 to `shape[0]`; others trap.
  /// - Throws: `corruptData`.
  public func symbols(channels count: Int) throws(CodecError) -> [Int16] {
    precondition((1...shape[0]).contains(count), "channels of latents")
    // Bands of a pyramid are coded colour by colour: all are decoded, and the first channels are kept.
    let shape = [isUniform ? count : shape[0]] + shape[1...]
    var symbols = try filled(shape) { (views) throws(CodecError) in
      for group in 0..<groupCount {
        let (structures, rectangles) = planes(of: group, channels: shape[0])
        try decode(group, structures, rectangles.map { views[$0.channel].latentPlane($0) })
      }
    }
    symbols.removeLast((shape[0] - count) * shape[1] * shape[2])
    return symbols
  }

  /// The first channels of one group.
  ///
  /// - Parameters:
  ///   - group: below `groupCount`; others trap.
  ///   - count: channels, 1 to `shape[0]`; others trap.
  /// - Throws: `corruptData`; `unsupported` for a pyramid, where a group is no rectangle of the grid.
  public func block(_ group: Int, channels count: Int) throws(CodecError) -> Block {
    precondition((1...shape[0]).contains(count), "channels of latents")
    guard isUniform else {
      throw .unsupported("model \(model.identity.name) has bands of many sizes: no rectangle is a group")
    }
    let (structures, rectangles) = planes(of: group, channels: count)
    let place = rectangles[0]
    let symbols = try filled([count, place.height, place.width]) { (views) throws(CodecError) in
      try decode(
        group, structures,
        rectangles.map { LatentPlane(start: views[$0.channel].base, rowStride: views[$0.channel].stride) })
    }
    return Block(
      rectangle: PixelRectangle(x: place.x, y: place.y, width: place.width, height: place.height),
      symbols: symbols)
  }

  /// Symbols that a body writes, all of them. Memory is touched group by group, so that a file that lies about its size fails
  /// before it costs any.
  private func filled(
    _ shape: [Int], _ body: ([PlaneView<Int16>]) throws(CodecError) -> Void
  ) throws(CodecError) -> [Int16] {
    // Typed errors do not pass through the initializer of an array.
    var failure: CodecError?
    let symbols = [Int16](unsafeUninitializedCapacity: shape.reduce(1, *)) { symbols, count in
      do throws(CodecError) {
        try body(LatentTensor.views(symbols.baseAddress, shape: shape))
        count = shape.reduce(1, *)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return symbols
  }

  private var isUniform: Bool {
    if case .uniform = model.grid { true } else { false }
  }

  /// The planes of the first channels of a group, in coding order; of a pyramid the planes of all.
  private func planes(
    of group: Int, channels count: Int
  ) -> (structures: [PlaneStructure], rectangles: [ChannelRectangle]) {
    let (structures, rectangles) = groups.planes(
      of: groups.grid.rectangles[group], picture, channels: shape[0])
    guard isUniform else { return (structures, rectangles) }
    return (Array(structures.prefix(count)), Array(rectangles.prefix(count)))
  }

  private func decode(
    _ group: Int, _ structures: [PlaneStructure], _ views: [LatentPlane]
  ) throws(CodecError) {
    let (payload, _) = LatentGroups.streams(of: coded[group], hasAlpha: picture.channels.hasAlpha)
    guard let state = groups.entropy.decode(payload, into: views, structures) else {
      throw .corruptData("DATA: group \(group): the entropy coded data end too early")
    }
    // Where all was read, the decoder must be where the encoder was.
    let isWhole = structures.count >= shape[0] && !picture.channels.hasAlpha
    guard !isWhole || state == coded[group].finalState else {
      throw .corruptData("DATA: group \(group): the entropy decoder ended out of step with the encoder")
    }
  }
}
