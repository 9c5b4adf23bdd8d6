import Bytes
import Container
import Media

extension Metadata {
  /// The optional chunks of a file that carry this: FORMAT.md, "Metadata chunks".
  var chunks: [Container.Chunk] {
    var chunks: [Container.Chunk] = []
    func add(_ kind: Container.Chunk.Metadata, _ payload: [UInt8]?) {
      if let payload { chunks.append(Container.Chunk(kind, payload: payload)) }
    }
    func bytes(_ values: [UInt32]) -> [UInt8] {
      var writer = ByteWriter()
      for value in values { writer.write(value) }
      return writer.bytes
    }
    add(.colorProfile, icc)
    add(.exif, exif)
    add(.xmp, xmp)
    add(.gamma, gamma.map { bytes([$0]) })
    add(.standardRGB, srgbIntent.map { [$0] })
    add(.chromaticities, chromaticities.map(bytes))
    add(.physicalSize, pixelDensity.map { bytes([$0.horizontal, $0.vertical]) + [$0.unit.rawValue] })
    return chunks
  }

  /// The inverse of `chunks`. A chunk that is not as FORMAT.md says has no effect.
  init(_ container: Container) {
    self.init()
    /// The payload of a chunk as words, with `extra` bytes behind them.
    func words(_ kind: Container.Chunk.Metadata, _ count: Int, extra: Int = 0) -> [UInt32]? {
      guard let payload = container.metadata(kind), payload.count == 4 * count + extra else { return nil }
      return (0..<count).map { word in
        (0..<4).reversed().reduce(0) { $0 << 8 | UInt32(payload[4 * word + $1]) }
      }
    }
    icc = container.metadata(.colorProfile)
    exif = container.metadata(.exif)
    xmp = container.metadata(.xmp)
    gamma = words(.gamma, 1)?.first
    if let payload = container.metadata(.standardRGB), payload.count == 1, payload[0] <= 3 {
      srgbIntent = payload[0]
    }
    chromaticities = words(.chromaticities, 8)
    if let density = words(.physicalSize, 2, extra: 1), let last = container.metadata(.physicalSize)?.last,
      let unit = PixelDensity.Unit(rawValue: last)
    {
      pixelDensity = PixelDensity(horizontal: density[0], vertical: density[1], unit: unit)
    }
  }
}
