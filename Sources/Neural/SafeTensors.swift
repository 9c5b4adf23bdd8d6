import Bytes

/// Named arrays in the safetensors format: 8 bytes of header length, a JSON header, the data without holes.
///
/// Reading is strict, for bytes that nobody vouches for: see `init(bytes:limits:)`.
public struct SafeTensors: Sendable {
  /// What is known of one array.
  public struct Entry: Equatable, Sendable {
    public let type: ElementType
    public let shape: [Int]
    /// Where its bytes lie in `data`.
    let range: Range<Int>
  }

  /// The arrays by name.
  public private(set) var entries: [String: Entry] = [:]
  /// Free text, by name.
  public var metadata: [String: String] = [:]
  private(set) var data: [UInt8] = []

  /// No arrays.
  public init() {}

  init(entries: [String: Entry], metadata: [String: String], data: [UInt8]) {
    self.entries = entries
    self.metadata = metadata
    self.data = data
  }

  /// Adds an array of floats as F32. Traps if the name is taken or reserved.
  public mutating func add(_ name: String, _ tensor: Tensor) {
    add(name, .float32, tensor.shape, tensor.values.map(\.bitPattern))
  }

  /// Adds an array of integers. Traps if the name is taken or reserved, or if the values do not fill the
  /// shape.
  public mutating func add<T: StoredInteger>(_ name: String, shape: [Int], _ values: [T]) {
    add(name, T.elementType, shape, values)
  }

  private mutating func add<T: FixedWidthInteger>(
    _ name: String, _ type: ElementType, _ shape: [Int], _ values: [T]
  ) {
    precondition(entries[name] == nil && name != SafeTensors.metadataKey, "the name \(name) is taken")
    precondition(Tensor.count(of: shape) == values.count, "\(values.count) values do not fill \(shape)")
    let start = data.count
    data.reserveCapacity(start + values.count * type.size)
    for value in values { withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) } }
    entries[name] = Entry(type: type, shape: shape, range: start..<data.count)
  }

  /// An array of floats, stored as F32 or F16.
  ///
  /// - Parameter shape: what the shape must be; nil allows any.
  /// - Throws: `corruptData` if the array is not there, is of another type or of another shape.
  public func tensor(_ name: String, shape: [Int]? = nil) throws(CodecError) -> Tensor {
    let entry = try entry(name, shape: shape)
    switch entry.type {
    case .float32:
      return Tensor(
        shape: entry.shape, values: elements(entry, of: UInt32.self).map { Float(bitPattern: $0) })
    case .float16:
      return Tensor(shape: entry.shape, values: elements(entry, of: UInt16.self).map(HalfPrecision.float))
    default:
      throw .corruptData("tensor \(name) has type \(entry.type.rawValue), expected F32 or F16")
    }
  }

  /// An array of integers of exactly this type.
  ///
  /// - Parameter shape: what the shape must be; nil allows any.
  /// - Throws: `corruptData` if the array is not there, is of another type or of another shape.
  public func integers<T: StoredInteger>(
    _ name: String, of: T.Type, shape: [Int]? = nil
  ) throws(CodecError) -> [T] {
    let entry = try entry(name, shape: shape)
    guard entry.type == T.elementType else {
      throw .corruptData(
        "tensor \(name) has type \(entry.type.rawValue), expected \(T.elementType.rawValue)")
    }
    return elements(entry, of: T.self)
  }

  private func entry(_ name: String, shape: [Int]?) throws(CodecError) -> Entry {
    guard let entry = entries[name] else { throw .corruptData("tensor \(name) is missing") }
    if let shape, shape != entry.shape {
      throw .corruptData("tensor \(name) has shape \(entry.shape), expected \(shape)")
    }
    return entry
  }

  private func elements<T: FixedWidthInteger>(_ entry: Entry, of: T.Type) -> [T] {
    data.withUnsafeBytes { bytes in
      let source = UnsafeRawBufferPointer(rebasing: bytes[entry.range])
      let size = MemoryLayout<T>.size
      return (0..<source.count / size).map { index in
        T(littleEndian: source.loadUnaligned(fromByteOffset: index * size, as: T.self))
      }
    }
  }
}
