#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file without a name, for streams of formats that have to seek. It is gone when it is closed.
enum TemporaryFile {
  /// - Returns: its descriptor, open for reading and writing.
  static func open() throws(ToolError) -> Int32 {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var path = Array(folder.appending(pathComponent: "codec-XXXXXX").utf8CString)
    let descriptor = mkstemp(&path)
    guard descriptor >= 0 else { throw .system(errno, .inputOutput, file: folder) }
    unlink(path)
    return descriptor
  }
}
