import Bytes

/// An array of numbers as NumPy saves it: 16-bit integers, or floats.
public struct NumericArray: Equatable, Sendable {
  public enum Values: Equatable, Sendable {
    case integers([Int16])
    case floats([Float])
  }

  public let shape: [Int]
  /// Row-major.
  public let values: Values

  /// Traps unless the values fill the shape.
  public init(shape: [Int], _ values: Values) {
    let count =
      switch values {
      case .integers(let values): values.count
      case .floats(let values): values.count
      }
    precondition(count == shape.reduce(1, *), "values that do not fill the shape")
    self.shape = shape
    self.values = values
  }

  /// Whether bytes begin as an NPY file does.
  public static func recognizes(_ bytes: [UInt8]) -> Bool { NPYFormat().recognizes(bytes) }

  /// Reads an NPY file of integers of any size, whose values must fit 16 bits with a sign, or of floats of 4 or 8 bytes.
  ///
  /// - Throws: `corruptData`, `limitExceeded` for more than `limits.audioSamples` values, `unsupported` for other types, for
  ///   Fortran order and for integers that are too large.
  public init(npy bytes: [UInt8], limits: Limits = .standard) throws(CodecError) {
    var (parser, start) = try NPYFormat.parser(of: bytes)
    let (shape, description) = try parser.fields()
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow, product <= limits.audioSamples else {
        throw .limitExceeded("npy: an array of shape \(shape); at most \(limits.audioSamples) values")
      }
      count = product
    }
    let isFloat = description == "<f4" || description == "<f8"
    let element = isFloat ? nil : NPYHeaderParser.element(description)
    let size = isFloat ? (description == "<f4" ? 4 : 8) : element?.byteCount ?? 0
    guard isFloat || element != nil else { throw NPYHeaderParser.unknown(description) }
    guard bytes.count - start == count * size else {
      throw .corruptData(
        "npy: \(bytes.count - start) bytes of values; the shape \(shape) has \(count * size)")
    }
    self.shape = shape
    values =
      if let element {
        .integers(try Self.integers(bytes[start...], element, count: count))
      } else {
        .floats(Self.floats(bytes[start...], size: size, count: count))
      }
  }

  private static func integers(
    _ bytes: ArraySlice<UInt8>, _ element: TableElement, count: Int
  ) throws(CodecError) -> [Int16] {
    var result: [Int16] = []
    result.reserveCapacity(count)
    let size = element.byteCount
    for index in 0..<count {
      let first = bytes.startIndex + index * size
      var pattern: UInt64 = 0
      for place in 0..<size {
        pattern = pattern << 8 | UInt64(bytes[element.isBigEndian ? first + place : first + size - 1 - place])
      }
      let unused = 64 - 8 * size
      let value: Int16? =
        element.isSigned
        ? Int16(exactly: Int64(bitPattern: pattern << UInt64(unused)) >> Int64(unused))
        : Int16(exactly: pattern)
      guard let value else { throw .unsupported("npy: an integer that does not fit 16 bits with a sign") }
      result.append(value)
    }
    return result
  }

  private static func floats(_ bytes: ArraySlice<UInt8>, size: Int, count: Int) -> [Float] {
    bytes.withUnsafeBytes { bytes in
      (0..<count).map { index in
        size == 4
          ? Float(
            bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)))
          : Float(
            Double(
              bitPattern: UInt64(
                littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))))
      }
    }
  }
}
