import Bytes

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is read at any place, by any number of threads at a time.
final class RandomAccessFile: Sendable {
  let path: String
  let byteCount: Int
  private let descriptor: Int32

  /// Throws `inputOutput`; `limitExceeded` for more than `limits.fileBytes`.
  init(_ path: String, limits: Limits) throws(CodecError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .inputOutput("\(path): \(String(cString: strerror(errno)))") }
    let end = lseek(descriptor, 0, SEEK_END)
    byteCount = Int(end)
    guard end >= 0 else { throw .inputOutput("\(path): is no file that can be read at any place") }
    guard byteCount <= limits.fileBytes else {
      throw .limitExceeded("\(path): \(byteCount) bytes; at most \(limits.fileBytes) are allowed")
    }
  }

  deinit { close(descriptor) }

  /// The bytes of a range that lies in the file. Throws `inputOutput`, `corruptData` when the file has become shorter.
  func bytes(_ range: Range<Int>) throws(CodecError) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount, "a range of the file")
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
      while filled < range.count {
        let got = pread(
          descriptor, buffer.baseAddress! + filled, range.count - filled, off_t(range.lowerBound + filled))
        if got < 0, errno == EINTR { continue }
        if got < 0 { code = errno }
        guard got > 0 else { return }
        filled += got
      }
    }
    guard code == 0 else { throw .inputOutput("\(path): \(String(cString: strerror(code)))") }
    guard bytes.count == range.count else { throw .corruptData("\(path): has become shorter") }
    return bytes
  }

  /// The whole file.
  func bytes() throws(CodecError) -> [UInt8] { try bytes(0..<byteCount) }
}
