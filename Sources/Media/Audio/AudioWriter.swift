import Bytes

/// A sound file being written, piece by piece. Without `finish` it is no valid file.
public protocol AudioWriter: AnyObject {
  /// Appends frames.
  /// - Throws: `invalidParameter` when a sample is out of the range of its type; `inputOutput`.
  /// - Precondition: the properties are those the writer was made with.
  func write(_ buffer: AudioBuffer) throws(CodecError)

  /// Completes the file.
  /// - Throws: `invalidParameter` when there were not as many frames as announced; `inputOutput`.
  func finish() throws(CodecError)
}
