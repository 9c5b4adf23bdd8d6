import ArgumentParser

/// Tells of failures as they come and keeps what the exit status needs.
struct FailureCount {
  /// Whether there are several files, so that the status cannot name one cause.
  let isBatch: Bool
  private var last: ExitStatus?
  private var isPartial = false

  init(isBatch: Bool) { self.isBatch = isBatch }

  /// Writes the error's line to standard error.
  mutating func add(_ error: ToolError) {
    StandardStreams.note(error.line)
    last = error.status
  }

  /// The same for a part of a file: the rest of it was done.
  mutating func add(loss: ToolError) {
    add(loss)
    isPartial = true
  }

  /// - Throws: the exit status, when something failed.
  func finish() throws {
    guard let last else { return }
    throw ExitCode((isBatch || isPartial ? .someFailed : last).rawValue)
  }
}
