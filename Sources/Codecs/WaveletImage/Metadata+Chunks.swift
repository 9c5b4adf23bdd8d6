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

  /// The inverse of `chunks`.
  init(_ container: Container) throws(CodecError) {
    self.init()
    func words(_ kind: Container.Chunk.Metadata, _ count: Int, extra: Int = 0) throws(CodecError) -> ByteReader? {
      guard let payload = container.metadata(kind) else { return nil }
      guard payload.count == 4 * count + extra else {
        throw .corruptData("\(kind.rawValue): \(payload.count) bytes, expected \(4 * count + extra)")
      }
      return ByteReader(payload)
    }
    icc = container.metadata(.colorProfile)
    exif = container.metadata(.exif)
    xmp = container.metadata(.xmp)
    if var reader = try words(.gamma, 1) { gamma = try reader.read(UInt32.self, "gamma") }
    if let payload = container.metadata(.standardRGB) {
      guard payload.count == 1 else { throw .corruptData("srgb: \(payload.count) bytes, expected 1") }
      srgbIntent = payload[0]
    }
    if var reader = try words(.chromaticities, 8) {
      var values: [UInt32] = []
      for _ in 0..<8 { values.append(try reader.read(UInt32.self, "chromaticities")) }
      chromaticities = values
    }
    if var reader = try words(.physicalSize, 2, extra: 1) {
      let horizontal = try reader.read(UInt32.self, "pixel density")
      let vertical = try reader.read(UInt32.self, "pixel density")
      guard let unit = PixelDensity.Unit(rawValue: try reader.read(UInt8.self, "unit")) else {
        throw .corruptData("phys: an unknown unit")
      }
      pixelDensity = PixelDensity(horizontal: horizontal, vertical: vertical, unit: unit)
    }
  }
}
