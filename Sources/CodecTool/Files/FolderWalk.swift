#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The files below a folder, by name.
///
/// Hidden names are left out, and so are links to folders: no file is met twice and no loop is entered.
struct FolderWalk {
  /// Paths relative to the folder, sorted.
  private(set) var files: [String] = []
  /// Folders that could not be read.
  private(set) var failures: [ToolError] = []

  /// - Parameter extensions: those of the files wanted, lower case.
  init(of folder: String, extensions: Set<String>) {
    visit(folder, relative: "", extensions: extensions)
  }

  private mutating func visit(_ folder: String, relative: String, extensions: Set<String>) {
    guard let stream = opendir(folder) else {
      failures.append(.system(errno, .inputOutput, file: folder))
      return
    }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    closedir(stream)
    // By bytes: the same order under every locale.
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let path = folder.appending(pathComponent: name)
      let below = relative + name
      switch FileStatus(path: path)?.kind {
      case .folder where !FileStatus.isLink(path): visit(path, relative: below + "/", extensions: extensions)
      case .file where extensions.contains(name.pathExtension): files.append(below)
      default: break
      }
    }
  }
}
