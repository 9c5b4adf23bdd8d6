import Bytes
import Media

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where a result goes: a file that appears whole or not at all, or standard output.
///
/// Bytes go to a temporary file beside the final one, which then takes its name.
struct OutputFile {
  let path: String
  private let destination: Destination
  private let overwrites: Bool
  private let createsFolders: Bool

  private enum Destination {
    case standardOutput
    /// A pipe or a device, which is written to and never replaced.
    case stream
    /// The path to create or replace: behind links, when those lead to a file.
    case file(String)
  }

  /// What there is to decide before any work: nothing is created yet.
  /// - Parameters:
  ///   - overwrites: whether a file of this name may be replaced.
  ///   - createsFolders: whether missing folders of the path are made when the file is written.
  ///   - inputs: files that must not be replaced in any case.
  /// - Throws: `cannotCreate`; `usage` when standard output is a terminal.
  init(_ path: String, overwrites: Bool, createsFolders: Bool = false, inputs: [FileStatus?])
    throws(ToolError)
  {
    self.path = path
    self.overwrites = overwrites
    self.createsFolders = createsFolders
    if path == InputFile.standardStream {
      guard isatty(STDOUT_FILENO) == 0 else {
        throw ToolError("binary data are not written to a terminal", .usage, file: StandardStreams.outputName)
      }
      destination = .standardOutput
      return
    }
    let status = FileStatus(path: path)
    switch status?.kind {
    case .other:
      destination = .stream
      return
    case .folder: throw ToolError("is a folder", .cannotCreate, file: path)
    case .file, nil: break
    }
    if let status, inputs.contains(where: { $0?.identity == status.identity }) {
      throw ToolError("is an input", .cannotCreate, file: path)
    }
    if !overwrites { try Self.refuseExisting(path) }
    guard createsFolders || FileStatus(path: path.parentFolder)?.kind == .folder else {
      throw ToolError("its folder does not exist", .cannotCreate, file: path)
    }
    destination = .file(status != nil && FileStatus.isLink(path) ? Self.target(ofLink: path) : path)
  }

  /// Writes everything.
  /// - Parameter source: the file whose time and permissions to read and write the new one gets.
  /// - Throws: `cannotCreate`, `inputOutput`. A file is then as it was before.
  func write(_ bytes: [UInt8], like source: FileStatus?) throws(ToolError) {
    try write(like: source) { sink in try bytes.withUnsafeBytes { try sink.write($0) } }
  }

  /// Writes what `body` writes, as it comes.
  /// - Parameters:
  ///   - source: the file whose time and permissions to read and write the new one gets.
  ///   - seeks: whether the sink has to seek. Bytes for a stream then wait in a temporary file until all are there.
  ///   - body: what it throws is blamed on the output unless it names another file.
  /// - Throws: `cannotCreate`, `inputOutput`, what `body` throws. A file is then as it was before.
  /// - Returns: what `body` returns.
  func write<Result>(
    like source: FileStatus?, seeks: Bool = false, _ body: (any ByteSink) throws -> Result
  ) throws(ToolError) -> Result {
    switch destination {
    case .standardOutput:
      return try stream(to: STDOUT_FILENO, file: StandardStreams.outputName, seeks: seeks, body)
    case .stream:
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      try check(descriptor < 0 ? errno : 0, .cannotCreate)
      defer { close(descriptor) }
      return try stream(to: descriptor, file: path, seeks: seeks, body)
    case .file(let target):
      let folder = target.parentFolder
      if createsFolders { try check(Self.createFolders(folder), .cannotCreate) }
      let temporary = folder.appending(pathComponent: ".codec-\(getpid()).tmp")
      PendingFile.begin(temporary)
      defer {
        unlink(temporary)
        PendingFile.end()
      }
      let result = try fill(temporary, like: source, body)
      // Another process may have made it meanwhile.
      if !overwrites { try Self.refuseExisting(path) }
      try check(rename(temporary, target) < 0 ? errno : 0, .cannotCreate)
      return result
    }
  }

  private func stream<Result>(
    to descriptor: Int32, file: String, seeks: Bool, _ body: (any ByteSink) throws -> Result
  ) throws(ToolError) -> Result {
    do {
      let sink = FileSink(descriptor, isSeekable: false)
      guard seeks else { return try body(sink) }
      let temporary = try TemporaryFile.open()
      let copy = FileSource(temporary: temporary, name: file)
      let result = try body(FileSink(temporary, isSeekable: true))
      try copy.seek(to: 0)
      try copy.copy(to: sink)
      return result
    } catch {
      throw ToolError(error, file: file)
    }
  }

  private func fill<Result>(
    _ temporary: String, like source: FileStatus?, _ body: (any ByteSink) throws -> Result
  ) throws(ToolError) -> Result {
    // A leftover of a process that had this number and was killed.
    unlink(temporary)
    let permissions = (source?.permissions ?? 0o666) & 0o666 | 0o600
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
    try check(descriptor < 0 ? errno : 0, .cannotCreate)
    let result: Result
    do {
      result = try body(FileSink(descriptor, isSeekable: true))
    } catch {
      close(descriptor)
      throw ToolError(error, file: path)
    }
    if let source {
      // A file system that keeps no such times still keeps the file.
      _ = futimens(descriptor, [source.accessed, source.modified])
    }
    // Some file systems report only here that there was no room.
    try check(close(descriptor) < 0 ? errno : 0, .inputOutput)
    return result
  }

  private static func refuseExisting(_ path: String) throws(ToolError) {
    guard !FileStatus.exists(path) else {
      throw ToolError("exists; --force replaces it", .cannotCreate, file: path)
    }
  }

  private func check(_ code: Int32, _ status: ExitStatus, file: String? = nil) throws(ToolError) {
    guard code == 0 else { throw .system(code, status, file: file ?? path) }
  }

  /// Makes a folder and those it is in. Returns 0 or the value of `errno`.
  private static func createFolders(_ folder: String) -> Int32 {
    if mkdir(folder, 0o777) == 0 { return 0 }
    let code = errno
    if FileStatus(path: folder)?.kind == .folder { return 0 }
    guard code == ENOENT, folder.parentFolder != folder else { return code }
    let above = createFolders(folder.parentFolder)
    guard above == 0 else { return above }
    return mkdir(folder, 0o777) == 0 || errno == EEXIST ? 0 : errno
  }

  private static func target(ofLink path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
