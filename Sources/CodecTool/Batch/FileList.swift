/// Files that are looked at, one after the other. A failure is told and the next file is taken.
struct FileList {
  private let paths: [String]

  init(_ paths: [String]) { self.paths = paths }

  /// - Throws: the exit status when something failed; the lines about it are out then.
  func forEach(_ body: (InputFile) throws -> Void) throws {
    var failures = FailureCount(isBatch: paths.count > 1)
    for path in paths {
      do {
        try body(InputFile(reading: path))
      } catch {
        failures.add(ToolError(error, file: InputFile.displayName(ofInput: path)))
      }
    }
    try failures.finish()
  }
}
