import Bytes

/// A sound file being read, piece by piece: memory does not grow with its length.
public protocol AudioReader: AnyObject {
  var properties: AudioProperties { get }

  /// Frames in all; nil when only the end of the file tells.
  var frameCount: Int? { get }

  /// Complete at once for sources that can seek, else when everything was read.
  var metadata: AudioMetadata { get }

  /// The next frames; fewer than asked for only at the end, and nil behind it.
  /// - Throws: `corruptData` when the file ends before the frames it claims, is damaged, or has a sample that is not
  ///   finite; `inputOutput`.
  /// - Precondition: at least one frame.
  func read(upTo frameCount: Int) throws(CodecError) -> AudioBuffer?
}

extension AudioReader {
  /// Frames of a piece that keeps calls rare and memory small.
  public static var usualPiece: Int { 1 << 14 }

  /// All frames that are left, in memory.
  /// - Throws: as `read(upTo:)`; `limitExceeded` when they are more than `limits.audioSamples` samples, before
  ///   memory for them is taken.
  public func readAll(limits: Limits = .standard) throws(CodecError) -> AudioBuffer {
    let channelCount = properties.channelCount
    let most = limits.audioSamples / channelCount
    if let frameCount, frameCount > most { throw Self.tooLong(limits) }
    var pieces: [AudioBuffer] = []
    var count = 0
    while let piece = try read(upTo: Self.usualPiece) {
      count += piece.frameCount
      guard count <= most else { throw Self.tooLong(limits) }
      pieces.append(piece)
    }
    return AudioBuffer(joining: pieces, properties: properties)
  }

  private static func tooLong(_ limits: Limits) -> CodecError {
    .limitExceeded("a sound of more than \(limits.audioSamples) samples in memory")
  }
}
