import Bytes

/// The format of the MNIST files: two zeros, the type of the values, the number of dimensions, the dimensions, values;
/// all integers big-endian.
///
/// Read are unsigned bytes (type 8) and integers of 16 and 32 bits (types 11 and 12) with values of 0 to 65535.
public struct IDXFormat: TableFormat {
  public init() {}

  public var name: String { "idx" }
  public var fileExtension: String { "idx" }

  private static let types: [UInt8: TableElement] = [
    8: TableElement(byteCount: 1, isSigned: false, isBigEndian: true),
    11: TableElement(byteCount: 2, isSigned: true, isBigEndian: true),
    12: TableElement(byteCount: 4, isSigned: true, isBigEndian: true),
  ]
  /// Signed bytes and floating-point numbers.
  private static let otherTypes: Set<UInt8> = [9, 13, 14]

  public func recognizes(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 4 && bytes[0] == 0 && bytes[1] == 0 && bytes[3] > 0
      && (Self.types[bytes[2]] != nil || Self.otherTypes.contains(bytes[2]))
  }

  public func header(of bytes: [UInt8]) throws(CodecError) -> TableHeader {
    guard recognizes(bytes) else { throw .corruptData("idx: no such header") }
    guard let element = Self.types[bytes[2]] else { throw .unsupported("idx: values of type \(bytes[2])") }
    let count = Int(bytes[3])
    guard bytes.count >= 4 + 4 * count else { throw .corruptData("idx: the header is cut") }
    let dimensions = (0..<count).map { index in
      bytes[4 + 4 * index..<8 + 4 * index].reduce(0) { $0 << 8 | Int($1) }
    }
    return TableHeader(dimensions: dimensions, element: element, byteCount: 4 + 4 * count)
  }

  /// Wide values get four bytes: two would hold no more than 32767.
  public func makeHeader(dimensions: [Int], isWide: Bool) -> [UInt8] {
    [0, 0, isWide ? 12 : 8, UInt8(dimensions.count)]
      + dimensions.flatMap { side in
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: side >> $0) }
      }
  }
}
