import Bytes

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A whole file in memory.
struct InputFile {
  /// The name that means standard input, or standard output.
  static let standardStream = "-"

  /// `-` for standard input.
  let path: String
  let bytes: [UInt8]
  /// Nil for standard input, and for pipes and devices: they lend the output neither time nor permissions.
  let status: FileStatus?

  /// Reads a file, or standard input for `-`, in one piece.
  /// - Throws: `missingInput`, `limitExceeded` before any memory is taken, `usage` for a folder or a terminal,
  ///   `inputOutput`.
  init(reading path: String, limits: Limits = .standard) throws(ToolError) {
    let isStandardInput = path == Self.standardStream
    self.path = path
    let name = Self.displayName(ofInput: path)
    let descriptor = isStandardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code = errno
      throw .system(code, code == ENOENT || code == ENOTDIR ? .missingInput : .inputOutput, file: name)
    }
    defer { if !isStandardInput { close(descriptor) } }
    guard !isStandardInput || isatty(descriptor) == 0 else {
      throw ToolError("binary data are not read from a terminal", .usage, file: name)
    }
    let found = FileStatus(descriptor: descriptor)
    guard found?.kind != .folder else { throw ToolError("is a folder", .usage, file: name) }
    status = isStandardInput || found?.kind != .file ? nil : found
    if let size = status?.size, size > 0 {
      bytes = try Self.bytes(size, from: descriptor, name: name, limits: limits)
    } else {
      bytes = try Self.bytesToEnd(of: descriptor, name: name, limits: limits)
    }
  }

  /// A file of known size.
  private static func bytes(
    _ size: Int, from descriptor: Int32, name: String, limits: Limits
  ) throws(ToolError) -> [UInt8] {
    guard size <= limits.fileBytes else { throw tooLarge(name, limits) }
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let (got, code) = SystemCall.retrying {
          read(descriptor, buffer.baseAddress! + count, size - count)
        }
        failure = code
        guard got > 0 else { return }
        count += got
      }
    }
    guard failure == 0 else { throw .system(failure, .inputOutput, file: name) }
    return bytes
  }

  /// A stream, whose size shows at its end.
  private static func bytesToEnd(
    of descriptor: Int32, name: String, limits: Limits
  ) throws(ToolError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let (count, code) = SystemCall.retrying { read(descriptor, &buffer, buffer.count) }
      guard count >= 0 else { throw .system(code, .inputOutput, file: name) }
      if count == 0 { return bytes }
      guard count <= limits.fileBytes - bytes.count else { throw tooLarge(name, limits) }
      bytes += buffer[..<count]
    }
  }

  private static func tooLarge(_ name: String, _ limits: Limits) -> ToolError {
    let error = CodecError.limitExceeded("more than \(limits.fileBytes) bytes")
    return ToolError(error, file: name)
  }

  /// As messages name it.
  var name: String { Self.displayName(ofInput: path) }

  /// What messages call an input of this path.
  static func displayName(ofInput path: String) -> String { path == standardStream ? "standard input" : path }
}
