import Bytes

/// A PNG file with a palette, written by hand: the library writes none.
enum PalettePNG {
  static let colours: [[UInt8]] = [[250, 30, 20], [10, 200, 40], [20, 60, 240], [128, 128, 128]]

  /// Vertical stripes of four colours, eight pixels each, one byte a pixel; the last colour half clear if asked.
  static func file(width: Int, height: Int, isTransparent: Bool = false) -> [UInt8] {
    let header = bigEndian(width) + bigEndian(height) + [8, 3, 0, 0, 0]
    let row = [0] + (0..<width).map { UInt8($0 / 8 % colours.count) }
    let pixels = (0..<height).flatMap { _ in row }
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file += chunk("IHDR", header) + chunk("PLTE", colours.flatMap { $0 })
    if isTransparent { file += chunk("tRNS", [255, 255, 255, 128]) }
    return file + chunk("IDAT", zlib(pixels)) + chunk("IEND", [])
  }

  private static func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + bytes
    return bigEndian(bytes.count) + body + bigEndian(Int(CRC32.checksum(body)))
  }

  /// One stored block: at most 65535 bytes.
  private static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    let size = [UInt8(bytes.count & 255), UInt8(bytes.count >> 8)]
    var (a, b) = (1, 0)
    for byte in bytes {
      a = (a + Int(byte)) % 65521
      b = (b + a) % 65521
    }
    return [0x78, 0x01, 1] + size + size.map { ~$0 } + bytes + bigEndian(b << 16 | a)
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
