/// Objects as callers in C hold them.
enum Handle {
  /// A handle that owns the object until it is freed.
  static func make(_ object: some AnyObject) -> OpaquePointer {
    OpaquePointer(Unmanaged.passRetained(object).toOpaque())
  }

  /// The object of a handle. Traps for null; a handle of another type is the caller's mistake.
  static func object<Object: AnyObject>(_ handle: OpaquePointer?, as type: Object.Type = Object.self)
    -> Object
  {
    guard let handle else { preconditionFailure("a handle that is null") }
    return Unmanaged<Object>.fromOpaque(UnsafeRawPointer(handle)).takeUnretainedValue()
  }

  /// Nothing for null.
  static func free(_ handle: OpaquePointer?) {
    guard let handle else { return }
    Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer(handle)).release()
  }
}
