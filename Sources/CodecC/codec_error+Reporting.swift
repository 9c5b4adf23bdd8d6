import Bytes
import CodecInterface

extension codec_error {
  /// Does work whose error goes to C. Returns its code, or 0.
  static func report(
    to target: UnsafeMutablePointer<codec_error>?, _ body: () throws -> Void
  ) -> Int32 {
    do {
      try body()
      return 0
    } catch {
      let error = error as? CodecError ?? .inputOutput(String(describing: error))
      target?.pointee.set(error)
      return error.code
    }
  }

  private mutating func set(_ error: CodecError) {
    code = error.code
    withUnsafeMutableBytes(of: &message) { bytes in
      let text = Array(error.message.utf8.prefix(bytes.count - 1))
      bytes.copyBytes(from: text + [0])
    }
  }
}

extension CodecError {
  fileprivate var code: Int32 {
    switch self {
    case .corruptData: Int32(CODEC_CORRUPT_DATA)
    case .unsupported: Int32(CODEC_UNSUPPORTED)
    case .limitExceeded: Int32(CODEC_LIMIT_EXCEEDED)
    case .invalidParameter: Int32(CODEC_INVALID_PARAMETER)
    case .missingModel: Int32(CODEC_MISSING_MODEL)
    case .inputOutput: Int32(CODEC_INPUT_OUTPUT)
    }
  }
}
