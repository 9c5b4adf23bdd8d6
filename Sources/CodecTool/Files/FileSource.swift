import Bytes
import Media

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file, or a stream, open for reading.
final class FileSource: ByteSource {
  /// As messages name it.
  let name: String
  /// Nil for standard input, and for pipes and devices: they lend the output neither time nor permissions.
  let status: FileStatus?
  /// Bytes from where the file was when it was opened; nil for pipes and devices.
  private(set) var byteCount: Int?

  private let descriptor: Int32
  /// Where byte 0 is: standard input may have been read from before.
  private let origin: Int
  /// Bytes that were looked at and are still to be read.
  private var peeked: ArraySlice<UInt8> = []

  /// Opens a file, or standard input for `-`.
  /// - Throws: `missingInput`, `usage` for a folder or a terminal, `inputOutput`.
  init(_ path: String) throws(ToolError) {
    let isStandardInput = path == InputFile.standardStream
    let name = InputFile.displayName(ofInput: path)
    let descriptor = isStandardInput ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code = errno
      throw .system(code, code == ENOENT || code == ENOTDIR ? .missingInput : .inputOutput, file: name)
    }
    (self.descriptor, self.name) = (descriptor, name)
    let found = FileStatus(descriptor: descriptor)
    status = isStandardInput || found?.kind != .file ? nil : found
    // Files of /proc have no size, though they hold something.
    let isFile = found?.kind == .file && found?.size != 0
    origin = isFile ? max(0, lseek(descriptor, 0, SEEK_CUR)) : 0
    byteCount = isFile ? max(0, (found?.size ?? 0) - origin) : nil
    guard !isStandardInput || isatty(descriptor) == 0 else {
      throw ToolError("binary data are not read from a terminal", .usage, file: name)
    }
    guard found?.kind != .folder else { throw ToolError("is a folder", .usage, file: name) }
  }

  /// A temporary file, which closes with this.
  init(temporary descriptor: Int32, name: String) {
    (self.descriptor, self.name, status, origin, byteCount) = (descriptor, name, nil, 0, 0)
  }

  deinit { close(descriptor) }

  /// The next bytes, which stay to be read; fewer at the end.
  func peek(_ count: Int) throws(CodecError) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: count)
    while peeked.count < count {
      let got = try readDescriptor(&buffer, count - peeked.count)
      if got == 0 { break }
      peeked += buffer[..<got]
    }
    return Array(peeked.prefix(count))
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(CodecError) -> Int {
    guard !peeked.isEmpty else { return try readDescriptor(buffer.baseAddress, buffer.count) }
    let count = min(buffer.count, peeked.count)
    peeked.prefix(count).withUnsafeBytes { buffer.copyMemory(from: $0) }
    peeked.removeFirst(count)
    return count
  }

  func seek(to offset: Int) throws(CodecError) {
    peeked = []
    guard lseek(descriptor, off_t(origin + offset), SEEK_SET) >= 0 else {
      throw .inputOutput(SystemCall.description(of: errno))
    }
  }

  /// This, when it can seek; else a temporary file with everything that is left.
  /// - Throws: `limitExceeded` when that is more than the limits allow, `inputOutput`.
  func seekable(limits: Limits = .standard) throws(CodecError) -> FileSource {
    guard byteCount == nil else { return self }
    let descriptor: Int32
    do throws(ToolError) {
      descriptor = try TemporaryFile.open()
    } catch {
      throw .inputOutput("no temporary file: \(error.message)")
    }
    let file = FileSource(temporary: descriptor, name: name)
    file.byteCount = try copy(to: FileSink(descriptor, isSeekable: true), most: limits.fileBytes)
    try file.seek(to: 0)
    return file
  }

  /// Copies what is left, to its end.
  /// - Returns: how many bytes.
  /// - Throws: `limitExceeded` when they are more than `most`, `inputOutput`.
  @discardableResult func copy(to sink: any ByteSink, most: Int = .max) throws(CodecError) -> Int {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var count = 0
    while true {
      let got = try buffer.withUnsafeMutableBufferPointer { (buffer) throws(CodecError) in
        let got = try read(into: UnsafeMutableRawBufferPointer(buffer))
        try sink.write(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<got]))
        return got
      }
      if got == 0 { return count }
      count += got
      guard count <= most else { throw .limitExceeded("more than \(most) bytes") }
    }
  }

  private func readDescriptor(_ target: UnsafeMutableRawPointer?, _ count: Int) throws(CodecError) -> Int {
    guard count > 0 else { return 0 }
    let (got, code) = SystemCall.retrying { [descriptor] in systemRead(descriptor, target, count) }
    guard got >= 0 else { throw .inputOutput(SystemCall.description(of: code)) }
    return got
  }
}

/// Inside the class `read` is its own.
private func systemRead(_ descriptor: Int32, _ target: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, target, count)
}
