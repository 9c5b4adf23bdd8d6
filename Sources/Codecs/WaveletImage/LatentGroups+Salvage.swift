import Bytes
import Container
import EntropyCoding
import Media
import Transforms

extension LatentGroups {
  /// What a damaged group still tells: of one that the file ends in, what its bytes decode to; of others nothing, as nobody
  /// knows where they are wrong. Lost latents become zero.
  func salvage(
    _ group: Container.Group, _ rectangle: PixelRectangle, _ picture: PictureDescription,
    _ channels: [PlaneView<Int16>], _ alpha: PlaneView<Int16>?
  ) -> KnownLatents {
    let (structures, rectangles) = planes(of: rectangle, picture, channels: channels.count)
    for place in rectangles { channels[place.channel].part(place).fill(0) }
    var known = KnownLatents(rows: structures.map { _ in 0 }, alphaRows: [])
    let (latents, side) = Self.streams(of: group, hasAlpha: alpha != nil)
    if group.isCut {
      known.rows = entropy.decode(
        start: latents, into: rectangles.map { channels[$0.channel].latentPlane($0) }, structures)
    }
    guard let alpha else { return known }
    let (alphaStructures, alphaRectangles) = alphaPlanes(of: rectangle, picture)
    for place in alphaRectangles { alpha.part(place).fill(0) }
    known.alphaRows = alphaStructures.map { _ in 0 }
    if group.isCut {
      known.alphaRows = model.alpha.decode(
        start: side, into: alphaRectangles.map { alpha.latentPlane($0) }, alphaStructures)
    }
    return known
  }

  /// As much as there is of the streams of a group.
  static func streams(
    of group: Container.Group, hasAlpha: Bool
  ) -> (latents: ArraySlice<UInt8>, alpha: ArraySlice<UInt8>) {
    guard hasAlpha else { return (group.payload, []) }
    var reader = ByteReader(group.payload)
    guard let length = try? reader.read(UInt32.self, "length of the latents") else { return ([], []) }
    return (reader.rest.prefix(Int(length)), reader.rest.dropFirst(Int(length)))
  }
}

extension PlaneView {
  /// The part of a channel under a rectangle of it.
  func part(_ rectangle: ChannelRectangle) -> PlaneView {
    subplane(x: rectangle.x, y: rectangle.y, width: rectangle.width, height: rectangle.height)
  }
}
