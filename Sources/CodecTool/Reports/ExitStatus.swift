import Bytes

/// What the process tells its caller. Values above 1 follow the BSD `sysexits` as far as they go.
enum ExitStatus: Int32, CaseIterable {
  case success = 0
  case someFailed = 1
  case usage = 64
  case corruptData = 65
  case missingInput = 66
  case missingModel = 69
  case cannotCreate = 73
  case inputOutput = 74
  case unsupported = 76
  case limitExceeded = 77

  /// For the help text.
  var meaning: String {
    switch self {
    case .success: "success"
    case .someFailed:
      "some of several files, or parts of a file, failed, each with its line; the others are done"
    case .usage: "usage: an option is wrong, or not possible with this input"
    case .corruptData: "corrupt data"
    case .missingInput: "the input does not exist"
    case .missingModel: "no such model, or not the one that made the file"
    case .cannotCreate: "the output exists, or cannot be created"
    case .inputOutput: "reading or writing failed"
    case .unsupported: "a format or a feature that this version does not know"
    case .limitExceeded: "the input is over a limit"
    }
  }

  /// The status of a library error.
  init(_ error: CodecError) {
    self =
      switch error {
      case .corruptData: .corruptData
      case .unsupported: .unsupported
      case .limitExceeded: .limitExceeded
      case .invalidParameter: .usage
      case .missingModel: .missingModel
      case .inputOutput: .inputOutput
      }
  }

  /// The table of all values.
  static var helpText: String {
    let lines = allCases.map { status in
      let number = String(status.rawValue)
      return String(repeating: " ", count: 4 - number.count) + number + "  " + status.meaning
    }
    return "Exit codes:\n" + lines.joined(separator: "\n")
  }
}
