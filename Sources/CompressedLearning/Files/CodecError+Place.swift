import Bytes

extension CodecError {
  /// The same error, told of a file or a sample.
  func about(_ place: String) -> CodecError {
    let text = message.hasPrefix(place) ? message : "\(place): \(message)"
    return switch self {
    case .corruptData: .corruptData(text)
    case .unsupported: .unsupported(text)
    case .limitExceeded: .limitExceeded(text)
    case .invalidParameter: .invalidParameter(text)
    case .missingModel: .missingModel(text)
    case .inputOutput: .inputOutput(text)
    }
  }
}
