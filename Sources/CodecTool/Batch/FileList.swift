/// Files that are looked at, one after the other. A failure is told and the next file is taken.
struct FileList {
  private let paths: [String]

  init(_ paths: [String]) { self.paths = paths }

  /// - Throws: the exit status when something failed; the lines about it are out then.
  func forEach(_ body: (InputFile) throws -> Void) throws {
    try forEachSource { source, path in try body(InputFile(reading: source, path: path)) }
  }

  /// The same with files that are open, of which nothing was read, and their paths.
  func forEachSource(_ body: (FileSource, String) throws -> Void) throws {
    var failures = FailureCount(isBatch: paths.count > 1)
    for path in paths {
      do {
        try body(FileSource(path), path)
      } catch {
        failures.add(ToolError(error, file: InputFile.displayName(ofInput: path)))
      }
    }
    try failures.finish()
  }
}
