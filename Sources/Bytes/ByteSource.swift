/// Where the bytes of a file come from, for readers that do not take it into memory as a whole.
///
/// A source is used by one reader at a time.
public protocol ByteSource: AnyObject {
  /// Bytes in all, for a source that can seek; nil where only the end tells, as of a pipe.
  var byteCount: Int? { get }

  /// Fills the buffer from the position on, or a part of it.
  /// - Returns: how many bytes came: 0 at the end, and only there.
  /// - Throws: `inputOutput`.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(CodecError) -> Int

  /// Moves to a byte, counted from the start. Only for sources with a `byteCount`.
  /// - Throws: `inputOutput`.
  func seek(to offset: Int) throws(CodecError)
}

extension ByteSource {
  /// Fills the buffer as far as the source goes.
  /// - Returns: how many bytes came: fewer than the buffer holds only at the end.
  public func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(CodecError) -> Int {
    var count = 0
    while count < buffer.count {
      let got = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
      if got == 0 { break }
      count += got
    }
    return count
  }

  /// The next bytes, fewer at the end. The memory for `count` is taken at once: check it first.
  public func bytes(_ count: Int) throws(CodecError) -> [UInt8] {
    // Typed errors do not pass through the initializer of an array.
    var failure: CodecError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(CodecError) {
        filled = try fill(UnsafeMutableRawBufferPointer(buffer))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }
}
