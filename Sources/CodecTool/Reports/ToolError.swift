import Bytes

/// A failure as the user meets it: one line that names the file, and an exit status.
struct ToolError: Error {
  var message: String
  var status: ExitStatus
  /// What the line begins with; nil when no file is to blame.
  var file: String?

  init(_ message: String, _ status: ExitStatus, file: String? = nil) {
    self.message = message
    self.status = status
    self.file = file
  }

  /// Any error met while a file was worked on. An error that names its own file keeps it.
  init(_ error: any Error, file: String) {
    switch error {
    case let error as ToolError:
      self = error
      self.file = error.file ?? file
    case let error as CodecError:
      self.init(error.description, ExitStatus(error), file: file)
    default:
      self.init("\(error)", .inputOutput, file: file)
    }
  }

  /// A call to the system that failed with `code`, a value of `errno`.
  static func system(_ code: Int32, _ status: ExitStatus, file: String) -> ToolError {
    ToolError(SystemCall.description(of: code), status, file: file)
  }

  /// The line for standard error.
  var line: String { (["codec", file, message] as [String?]).compactMap { $0 }.joined(separator: ": ") }
}
