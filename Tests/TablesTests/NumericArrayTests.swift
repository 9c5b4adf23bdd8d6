import Bytes
import Tables
import Testing

struct NumericArrayTests {
  /// A header as NumPy writes it, and values.
  private static func file(_ type: String, _ shape: String, _ values: [UInt8]) -> [UInt8] {
    let text = Array("{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }\n".utf8)
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.count), 0] + text + values
  }

  @Test func valuesOfEveryType() throws {
    let cases: [(String, [UInt8], NumericArray.Values)] = [
      ("<i2", [1, 0, 0xFF, 0xFF], .integers([1, -1])), (">i2", [0, 1, 0xFF, 0xFE], .integers([1, -2])),
      ("|i1", [5, 0x80], .integers([5, -128])), ("|u1", [5, 0x80], .integers([5, 128])),
      ("<i8", [3, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 8), .integers([3, -1])),
      ("<f4", [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0], .floats([1, -2])),
      ("<f8", [0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0], .floats([1, -2])),
    ]
    for (type, bytes, values) in cases {
      #expect(
        try NumericArray(npy: Self.file(type, "(2,)", bytes)) == NumericArray(shape: [2], values), "\(type)")
    }
  }

  @Test func thereAndBack() throws {
    let integers: [Int16] = [1, -2, 300, -32768, 32767, 0]
    let array = try NumericArray(npy: NPYFormat.file(shape: [2, 3], integers))
    #expect(array == NumericArray(shape: [2, 3], .integers(integers)))
    let floats: [Float] = [1.5, -0.25]
    #expect(
      try NumericArray(npy: NPYFormat.file(shape: [1, 2, 1], floats))
        == NumericArray(shape: [1, 2, 1], .floats(floats)))
  }

  @Test func whatIsRefused() {
    for bytes in [
      Self.file("<u2", "(1,)", [0, 0x80]), Self.file("<i4", "(1,)", [0, 0, 1, 0]),
      Self.file("<f2", "(1,)", [0, 0]), Self.file(">f4", "(1,)", [0, 0, 0, 0]),
      Self.file("<i2", "(2,)", [0, 0]),
      Self.file("<i2", "(1,)", [0, 0, 0]), Self.file("<i2", "(9999999999, 9999999999)", []),
      Self.file("<i2", "(-1,)", []), Array(Self.file("<i2", "(1,)", [0, 0]).dropLast(20)), [],
    ] {
      #expect(throws: CodecError.self) { try NumericArray(npy: bytes) }
    }
  }
}
