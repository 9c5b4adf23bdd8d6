import Bytes

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
    try self.init(reading: FileSource(path), path: path, limits: limits)
  }

  /// Reads what is left of an open file.
  init(reading source: FileSource, path: String, limits: Limits = .standard) throws(ToolError) {
    self.path = path
    status = source.status
    do throws(CodecError) {
      if status != nil, let size = source.byteCount {
        bytes = try Self.bytes(size, from: source, limits: limits)
      } else {
        bytes = try Self.bytesToEnd(of: source, limits: limits)
      }
    } catch {
      throw ToolError(error, file: source.name)
    }
  }

  /// A file of known size.
  private static func bytes(
    _ size: Int, from source: FileSource, limits: Limits
  ) throws(CodecError) -> [UInt8] {
    guard size <= limits.fileBytes else { throw tooLarge(limits) }
    // Typed errors do not pass through the initializer of an array.
    var failure: CodecError?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      do throws(CodecError) {
        while count < size {
          let rest = UnsafeMutableBufferPointer(rebasing: buffer[count...])
          let got = try source.read(into: UnsafeMutableRawBufferPointer(rest))
          guard got > 0 else { return }
          count += got
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// A stream, whose size shows at its end.
  private static func bytesToEnd(of source: FileSource, limits: Limits) throws(CodecError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try buffer.withUnsafeMutableBufferPointer { (buffer) throws(CodecError) in
        try source.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
      if count == 0 { return bytes }
      guard count <= limits.fileBytes - bytes.count else { throw tooLarge(limits) }
      bytes += buffer[..<count]
    }
  }

  private static func tooLarge(_ limits: Limits) -> CodecError {
    .limitExceeded("more than \(limits.fileBytes) bytes")
  }

  /// As messages name it.
  var name: String { Self.displayName(ofInput: path) }

  /// What messages call an input of this path.
  static func displayName(ofInput path: String) -> String { path == standardStream ? "standard input" : path }
}
