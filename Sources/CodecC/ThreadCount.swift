import Bytes

/// Threads that a caller asks for.
enum ThreadCount {
  /// Throws `invalidParameter` for none.
  static func checked(_ count: Int32) throws(CodecError) -> Int {
    guard count >= 1 else { throw .invalidParameter("\(count) threads") }
    return Int(count)
  }
}
