/// Types of stored elements, by their names in safetensors files. All are little-endian.
public enum ElementType: String, Sendable, CaseIterable {
  case float32 = "F32"
  case float16 = "F16"
  case int32 = "I32"
  case int16 = "I16"
  case uint16 = "U16"
  case int8 = "I8"
  case uint8 = "U8"

  /// Bytes of one element.
  public var size: Int {
    switch self {
    case .float32, .int32: 4
    case .float16, .int16, .uint16: 2
    case .int8, .uint8: 1
    }
  }
}

/// An integer that safetensors files can hold.
public protocol StoredInteger: FixedWidthInteger, Sendable {
  static var elementType: ElementType { get }
}

extension Int32: StoredInteger {
  public static var elementType: ElementType { .int32 }
}

extension Int16: StoredInteger {
  public static var elementType: ElementType { .int16 }
}

extension UInt16: StoredInteger {
  public static var elementType: ElementType { .uint16 }
}

extension Int8: StoredInteger {
  public static var elementType: ElementType { .int8 }
}

extension UInt8: StoredInteger {
  public static var elementType: ElementType { .uint8 }
}
