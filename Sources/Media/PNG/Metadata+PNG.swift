import Bytes
import PNGShim

extension Metadata {
  /// What the chunks of a file say, once its pixels are read.
  /// - Throws: `corruptData` when a chunk has a size or value that it cannot have.
  init(pngReader reader: OpaquePointer) throws(CodecError) {
    self.init()
    icc = Self.bytes(of: .ICC, reader)
    exif = Self.bytes(of: .EXIF, reader)
    xmp = Self.bytes(of: .XMP, reader)
    gamma = try Self.bytes(of: .gamma, 4, "gAMA", reader).map(Self.bigEndian)?[0]
    chromaticities = try Self.bytes(of: .chromaticities, 32, "cHRM", reader).map(Self.bigEndian)
    srgbIntent = try Self.bytes(of: .SRGB, 1, "sRGB", reader)?[0]
    if let bytes = try Self.bytes(of: .density, 9, "pHYs", reader) {
      guard let unit = PixelDensity.Unit(rawValue: bytes[8]) else {
        throw .corruptData("PNG: pHYs: unit \(bytes[8])")
      }
      let counts = Self.bigEndian(bytes)
      pixelDensity = PixelDensity(horizontal: counts[0], vertical: counts[1], unit: unit)
    }
  }

  /// The chunks to write: the inverse of reading them.
  /// - Throws: `invalidParameter` when there are not 8 chromaticities.
  func pngChunks() throws(CodecError) -> [(PNGShimChunk, [UInt8])] {
    if let chromaticities, chromaticities.count != 8 {
      throw .invalidParameter("PNG: \(chromaticities.count) chromaticities; there must be 8")
    }
    let density = pixelDensity.map { Self.bigEndian([$0.horizontal, $0.vertical]) + [$0.unit.rawValue] }
    let chunks: [(PNGShimChunk, [UInt8]?)] = [
      (.ICC, icc), (.EXIF, exif), (.XMP, xmp), (.SRGB, srgbIntent.map { [$0] }),
      (.gamma, gamma.map { Self.bigEndian([$0]) }), (.chromaticities, chromaticities.map(Self.bigEndian)),
      (.density, density),
    ]
    return chunks.compactMap { chunk, bytes in bytes.map { (chunk, $0) } }
  }

  private static func bytes(of chunk: PNGShimChunk, _ reader: OpaquePointer) -> [UInt8]? {
    let found = png_shim_reader_chunk(reader, chunk)
    return found.data.map { [UInt8](UnsafeBufferPointer(start: $0, count: found.count)) }
  }

  private static func bytes(
    of chunk: PNGShimChunk, _ count: Int, _ name: String, _ reader: OpaquePointer
  ) throws(CodecError) -> [UInt8]? {
    let found = bytes(of: chunk, reader)
    guard (found?.count ?? count) == count else {
      throw .corruptData("PNG: \(name): \(found?.count ?? 0) bytes in place of \(count)")
    }
    return found
  }

  /// As many whole big-endian integers as there are.
  private static func bigEndian(_ bytes: [UInt8]) -> [UInt32] {
    (0..<bytes.count / 4).map { index in
      bytes[4 * index..<4 * index + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
  }

  private static func bigEndian(_ values: [UInt32]) -> [UInt8] {
    values.flatMap { value in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
  }
}
