import Bytes

/// Writes PNG files of every kind, without compression and without the code under test.
struct PNGMaker {
  var width = 5
  var height = 3
  var bitDepth = 8
  /// 0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGB and alpha.
  var colorType = 0
  var isInterlaced = false
  /// What stands between header and pixels.
  var chunks: [(name: String, bytes: [UInt8])] = []

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  var samplesPerPixel: Int { [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][colorType] ?? 1 }

  var header: [UInt8] {
    Self.bigEndian(width) + Self.bigEndian(height)
      + [UInt8(bitDepth), UInt8(colorType), 0, 0, isInterlaced ? 1 : 0]
  }

  /// A file of these samples, interleaved, each of `bitDepth` bits.
  func file(_ samples: [Int]) -> [UInt8] { file(stream: Self.zlib(filtered(samples))) }

  /// A file with this zlib stream for its pixels.
  func file(stream: [UInt8]) -> [UInt8] {
    Self.signature + Self.chunk("IHDR", header) + chunks.flatMap { Self.chunk($0.name, $0.bytes) }
      + Self.chunk("IDAT", stream) + Self.chunk("IEND", [])
  }

  /// The rows of every pass, each with filter 0.
  func filtered(_ samples: [Int]) -> [UInt8] {
    // First column, first row, column step, row step of the seven passes of Adam7.
    let adam7 = [
      (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
    ]
    return (isInterlaced ? adam7 : [(0, 0, 1, 1)]).flatMap { x0, y0, dx, dy -> [UInt8] in
      guard x0 < width else { return [] }
      return stride(from: y0, to: height, by: dy).flatMap { y in
        [0] + packed(stride(from: x0, to: width, by: dx).flatMap { x in pixel(samples, x, y) })
      }
    }
  }

  private func pixel(_ samples: [Int], _ x: Int, _ y: Int) -> ArraySlice<Int> {
    let start = (y * width + x) * samplesPerPixel
    return samples[start..<start + samplesPerPixel]
  }

  /// Samples as bits, the first in the highest; the last byte is filled up with ones.
  private func packed(_ samples: [Int]) -> [UInt8] {
    var bits = samples.flatMap { sample in (0..<bitDepth).reversed().map { UInt8(sample >> $0 & 1) } }
    while bits.count % 8 != 0 { bits.append(1) }
    return stride(from: 0, to: bits.count, by: 8).map { bits[$0..<$0 + 8].reduce(0) { $0 << 1 | $1 } }
  }

  static func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + bytes
    return bigEndian(bytes.count) + body + bigEndian(Int(CRC32.checksum(body)))
  }

  /// A zlib stream of stored blocks.
  static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    for start in stride(from: 0, to: max(1, bytes.count), by: 65535) {
      let block = bytes[start..<min(start + 65535, bytes.count)]
      let isLast = start + 65535 >= bytes.count
      let size = [UInt8(block.count & 255), UInt8(block.count >> 8)]
      stream += [isLast ? 1 : 0] + size + size.map { ~$0 } + block
    }
    var (a, b) = (1, 0)
    for byte in bytes {
      a = (a + Int(byte)) % 65521
      b = (b + a) % 65521
    }
    return stream + bigEndian(b << 16 | a)
  }

  static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
