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
    switch destination {
    case .standardOutput:
      try check(Self.write(bytes, to: STDOUT_FILENO), .inputOutput, file: StandardStreams.outputName)
    case .stream:
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      try check(descriptor < 0 ? errno : 0, .cannotCreate)
      defer { close(descriptor) }
      try check(Self.write(bytes, to: descriptor), .inputOutput)
    case .file(let target):
      let folder = target.parentFolder
      if createsFolders { try check(Self.createFolders(folder), .cannotCreate) }
      let temporary = folder.appending(pathComponent: ".codec-\(getpid()).tmp")
      PendingFile.begin(temporary)
      defer {
        unlink(temporary)
        PendingFile.end()
      }
      try fill(temporary, with: bytes, like: source)
      // Another process may have made it meanwhile.
      if !overwrites { try Self.refuseExisting(path) }
      try check(rename(temporary, target) < 0 ? errno : 0, .cannotCreate)
    }
  }

  private func fill(_ temporary: String, with bytes: [UInt8], like source: FileStatus?) throws(ToolError) {
    // A leftover of a process that had this number and was killed.
    unlink(temporary)
    let permissions = (source?.permissions ?? 0o666) & 0o666 | 0o600
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
    try check(descriptor < 0 ? errno : 0, .cannotCreate)
    var code = Self.write(bytes, to: descriptor)
    if code == 0, let source {
      // A file system that keeps no such times still keeps the file.
      _ = futimens(descriptor, [source.accessed, source.modified])
    }
    // Some file systems report only here that there was no room.
    if close(descriptor) < 0, code == 0 { code = errno }
    try check(code, .inputOutput)
  }

  private static func refuseExisting(_ path: String) throws(ToolError) {
    guard !FileStatus.exists(path) else {
      throw ToolError("exists; --force replaces it", .cannotCreate, file: path)
    }
  }

  private func check(_ code: Int32, _ status: ExitStatus, file: String? = nil) throws(ToolError) {
    guard code == 0 else { throw .system(code, status, file: file ?? path) }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { SystemCall.writeAll($0, to: descriptor) }
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
