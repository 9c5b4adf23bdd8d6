import Bytes

/// One array as NumPy saves it, versions 1 and 2: `\x93NUMPY`, the version, the length of a header, the header as the text
/// of a Python dictionary, the values.
///
/// Read are integers of 1, 2, 4 and 8 bytes, signed or not, of either byte order, with values of 0 to 65535, in C order.
public struct NPYFormat: TableFormat {
  public init() {}

  public var name: String { "npy" }
  public var fileExtension: String { "npy" }

  private static let signature: [UInt8] = [0x93] + Array("NUMPY".utf8)

  public func recognizes(_ bytes: [UInt8]) -> Bool { bytes.starts(with: Self.signature) }

  public func header(of bytes: [UInt8]) throws(CodecError) -> TableHeader {
    var (parser, start) = try Self.parser(of: bytes)
    let (dimensions, element) = try parser.parse()
    return TableHeader(dimensions: dimensions, element: element, byteCount: start)
  }

  /// What reads the dictionary of a file, and where its values begin.
  static func parser(of bytes: [UInt8]) throws(CodecError) -> (parser: NPYHeaderParser, start: Int) {
    var reader = ByteReader(bytes)
    guard try reader.read(Self.signature.count, "npy: signature").elementsEqual(Self.signature) else {
      throw .corruptData("npy: no such header")
    }
    let version = try reader.read(UInt8.self, "npy: version")
    _ = try reader.read(UInt8.self, "npy: version")
    let length: Int
    switch version {
    case 1: length = Int(try reader.read(UInt16.self, "npy: length of the header"))
    case 2: length = Int(try reader.read(UInt32.self, "npy: length of the header"))
    default: throw .unsupported("npy: version \(version)")
    }
    // A header of NumPy's is some hundred bytes; the longest that it reads by itself has ten thousand.
    guard length <= 1 << 16 else { throw .limitExceeded("npy: a header of \(length) bytes") }
    let parser = NPYHeaderParser(try reader.read(length, "npy: header"))
    return (parser, reader.position)
  }

  public func makeHeader(dimensions: [Int], isWide: Bool) -> [UInt8] {
    Self.header(shape: dimensions, type: isWide ? "<u2" : "|u1")
  }

  /// A file of signed values, row-major, 16 bits each.
  public static func file(shape: [Int], _ values: [Int16]) -> [UInt8] {
    precondition(values.count == shape.reduce(1, *), "values that do not fill the shape")
    var writer = ByteWriter()
    writer.write(header(shape: shape, type: "<i2"))
    for value in values { writer.write(UInt16(bitPattern: value)) }
    return writer.bytes
  }

  /// A file of floats, row-major, 32 bits each.
  public static func file(shape: [Int], _ values: [Float]) -> [UInt8] {
    precondition(values.count == shape.reduce(1, *), "values that do not fill the shape")
    var writer = ByteWriter()
    writer.write(header(shape: shape, type: "<f4"))
    for value in values { writer.write(value.bitPattern) }
    return writer.bytes
  }

  private static func header(shape dimensions: [Int], type: String) -> [UInt8] {
    let shape = dimensions.map(String.init).joined(separator: ", ") + (dimensions.count == 1 ? "," : "")
    let text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(shape)), }"
    // Values begin at a multiple of 64 bytes.
    let padding = 63 - (signature.count + 4 + text.utf8.count) % 64
    let header = Array(text.utf8) + [UInt8](repeating: 0x20, count: padding) + [0x0A]
    var writer = ByteWriter()
    writer.write(signature)
    writer.write(UInt8(1))
    writer.write(UInt8(0))
    writer.write(UInt16(header.count))
    writer.write(header)
    return writer.bytes
  }
}
