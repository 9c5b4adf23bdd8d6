import Bytes
import Media

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An open file, or a stream, to be written.
final class FileSink: ByteSink {
  let isSeekable: Bool
  private let descriptor: Int32

  /// - Parameter descriptor: stays the caller's.
  init(_ descriptor: Int32, isSeekable: Bool) {
    (self.descriptor, self.isSeekable) = (descriptor, isSeekable)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(CodecError) {
    let code = SystemCall.writeAll(bytes, to: descriptor)
    guard code == 0 else { throw .inputOutput(SystemCall.description(of: code)) }
  }

  func seek(to offset: Int) throws(CodecError) {
    guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else {
      throw .inputOutput(SystemCall.description(of: errno))
    }
  }
}
