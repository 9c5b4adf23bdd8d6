#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What several callers of the C library share.
enum SystemCall {
  /// "No such file or directory" for ENOENT.
  static func description(of code: Int32) -> String { String(cString: strerror(code)) }

  /// Repeats a call that a signal interrupted. Returns its result, or nil and the value of `errno`.
  static func retrying(_ call: () -> Int) -> (result: Int, code: Int32) {
    while true {
      let result = call()
      if result >= 0 { return (result, 0) }
      let code = errno
      if code != EINTR { return (result, code) }
    }
  }

  /// Writes everything. Returns 0 or the value of `errno`.
  static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var rest = bytes
    while !rest.isEmpty {
      let (count, code) = retrying { write(descriptor, rest.baseAddress, rest.count) }
      guard count >= 0 else { return code }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    return 0
  }

  /// Processors that are online.
  static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
