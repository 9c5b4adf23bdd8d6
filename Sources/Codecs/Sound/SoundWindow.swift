import Bytes
import Media

/// A sound cut into groups as it comes, each with a margin of its neighbours on either side.
struct SoundWindow {
  /// One group, ready for analysis.
  struct Block {
    /// Margin, frames of the group, margin.
    var sound: AudioBuffer
    var frames: Int
  }

  private let reader: any AudioReader
  private let groupFrames: Int
  private let margin: Int
  /// The last frames before the group that is next, as many as the margin.
  private var before: AudioBuffer
  /// The group that is next; nil at the end.
  private var current: AudioBuffer?
  /// Frames that were cut off so far.
  private(set) var frameCount = 0

  init(_ reader: any AudioReader, groupFrames: Int, margin: Int) throws(CodecError) {
    precondition(margin <= groupFrames, "a margin longer than a group")
    (self.reader, self.groupFrames, self.margin) = (reader, groupFrames, margin)
    before = AudioBuffer(zeros: margin, reader.properties)
    current = try reader.readPiece(groupFrames)
  }

  /// The next group; nil behind the last.
  mutating func next() throws(CodecError) -> Block? {
    guard let current else { return nil }
    // A short piece was the end.
    let following = current.frameCount == groupFrames ? try reader.readPiece(groupFrames) : nil
    let joined = AudioBuffer(joining: [before, current], properties: reader.properties)
    var pieces = [joined]
    if let following { pieces.append(following[0..<min(margin, following.frameCount)]) }
    let missing = margin - (following.map { min(margin, $0.frameCount) } ?? 0)
    if missing > 0 { pieces.append(AudioBuffer(zeros: missing, reader.properties)) }
    let block = Block(
      sound: AudioBuffer(joining: pieces, properties: reader.properties), frames: current.frameCount)
    before = joined[joined.frameCount - margin..<joined.frameCount]
    frameCount += current.frameCount
    self.current = following
    return block
  }
}

extension AudioBuffer {
  /// Silence.
  init(zeros frames: Int, _ properties: AudioProperties) {
    let count = frames * properties.channelCount
    switch properties.sampleType {
    case .integer: self.init(properties, .integers([Int32](repeating: 0, count: count)))
    case .float: self.init(properties, .floats([Float](repeating: 0, count: count)))
    }
  }
}

extension AudioReader {
  /// Exactly so many frames, fewer at the end; nil behind it.
  func readPiece(_ frames: Int) throws(CodecError) -> AudioBuffer? {
    var pieces: [AudioBuffer] = []
    var count = 0
    while count < frames, let piece = try read(upTo: frames - count) {
      pieces.append(piece)
      count += piece.frameCount
    }
    return count == 0 ? nil : AudioBuffer(joining: pieces, properties: properties)
  }
}
