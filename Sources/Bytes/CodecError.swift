/// What can go wrong with input that is not ours: six meanings a caller can act on.
///
/// The message is one line that names the place and the cause. Errors of the programmer trap instead.
public enum CodecError: Error, Equatable, Sendable {
  /// The bytes break the format: a checksum, a length, an impossible value, a sudden end.
  case corruptData(String)
  /// A valid file that uses something this version does not do.
  case unsupported(String)
  /// The input asks for more than `Limits` allows.
  case limitExceeded(String)
  /// An argument out of range.
  case invalidParameter(String)
  /// The model a file was made with is not here.
  case missingModel(String)
  /// Reading or writing failed.
  case inputOutput(String)
}

extension CodecError: CustomStringConvertible {
  /// The line that names the place and the cause.
  public var message: String {
    switch self {
    case .corruptData(let text), .unsupported(let text), .limitExceeded(let text),
      .invalidParameter(let text), .missingModel(let text), .inputOutput(let text):
      text
    }
  }

  /// The message after its meaning, in one line.
  public var description: String {
    switch self {
    case .corruptData: "corrupt data: \(message)"
    case .unsupported: "unsupported: \(message)"
    case .limitExceeded: "limit exceeded: \(message)"
    case .invalidParameter: "invalid parameter: \(message)"
    case .missingModel: "missing model: \(message)"
    case .inputOutput: message
    }
  }
}
