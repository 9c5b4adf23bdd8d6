/// CRC-32 of ISO 3309 (polynomial 0xEDB88320 reflected), as in PNG and zip.
public struct CRC32: Sendable {
  private var state: UInt32 = ~0

  public init() {}

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
  }

  public mutating func update(_ bytes: some Sequence<UInt8>) {
    state = Self.table.withUnsafeBufferPointer { table in
      bytes.reduce(state) { state, byte in state >> 8 ^ table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] }
    }
  }

  public var value: UInt32 { ~state }

  public static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var crc = CRC32()
    crc.update(bytes)
    return crc.value
  }
}
