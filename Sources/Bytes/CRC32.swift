/// CRC-32 of ISO 3309 (polynomial 0xEDB88320 reflected), as in PNG and zip.
public struct CRC32: Sendable {
  private var state: UInt32 = ~0

  /// The checksum of no bytes so far.
  public init() {}

  /// Adds bytes to the message.
  public mutating func update(_ bytes: some Sequence<UInt8>) {
    // Contiguous bytes take the loop over a buffer: through the generic iterator it runs fifty times slower.
    if bytes.withContiguousStorageIfAvailable({ update(UnsafeRawBufferPointer($0)) }) == nil {
      Array(bytes).withUnsafeBytes { update($0) }
    }
  }

  /// The checksum of the message so far.
  public var value: UInt32 { ~state }

  /// The checksum of one message.
  public static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var crc = CRC32()
    crc.update(bytes)
    return crc.value
  }

  /// Eight bytes a step: the CRC is linear, so the eight bytes' contributions are looked up apart and added.
  private mutating func update(_ bytes: UnsafeRawBufferPointer) {
    state = Self.tables.withUnsafeBufferPointer { tables in
      var crc = state
      let whole = bytes.count & ~7
      for offset in stride(from: 0, to: whole, by: 8) {
        let word =
          UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) ^ UInt64(crc)
        crc = 0
        for lane in 0..<8 {
          crc ^= tables[(7 - lane) << 8 | Int(truncatingIfNeeded: word >> UInt64(8 * lane) & 0xFF)]
        }
      }
      for byte in bytes[whole...] { crc = crc >> 8 ^ tables[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] }
      return crc
    }
  }

  /// Eight tables of 256 entries: table `n` is the contribution of a byte that `n` more bytes follow.
  private static let tables: [UInt32] = {
    var tables: [UInt32] = (0..<256).map { index in
      (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
    for index in 256..<8 * 256 {
      let previous = tables[index - 256]
      tables.append(previous >> 8 ^ tables[Int(previous & 0xFF)])
    }
    return tables
  }()
}
