import Bytes
import Media

/// A sound as the metrics see it: one channel after the other, over full scale.
///
/// The metrics are methods of this type, one file each. They take all channels together, and do not align sounds in
/// time: a codec's delay has to be taken away before.
public struct Waveforms: Equatable, Sendable {
  /// Frames in a second.
  public let sampleRate: Int
  /// At least 1.
  public let channelCount: Int
  /// Frames of each channel, 0 or more.
  public let frameCount: Int
  /// `values[channel * frameCount + frame]`; full scale is -1 to 1.
  public let values: [Float]

  /// Waveforms of given values. Traps unless they fill whole frames.
  public init(sampleRate: Int, channelCount: Int, values: [Float]) {
    precondition(sampleRate >= 1 && channelCount >= 1, "a sound has a rate and a channel")
    precondition(values.count % channelCount == 0, "values do not fill the frames")
    self.sampleRate = sampleRate
    self.channelCount = channelCount
    self.values = values
    frameCount = values.count / channelCount
  }

  /// The samples of a sound over full scale. Integers over 24 bits are rounded.
  public init(_ sound: AudioBuffer) {
    self.init(
      sampleRate: sound.properties.sampleRate, channelCount: sound.properties.channelCount,
      values: sound.normalized)
  }

  /// Throws `invalidParameter` unless two sounds can be compared: same rate, channels and length.
  func checkComparable(with other: Waveforms) throws(CodecError) {
    guard sampleRate == other.sampleRate else {
      throw .invalidParameter("sounds at \(sampleRate) and \(other.sampleRate) Hz cannot be compared")
    }
    guard channelCount == other.channelCount else {
      throw .invalidParameter(
        "sounds of \(channelCount) and \(other.channelCount) channels cannot be compared")
    }
    guard frameCount == other.frameCount else {
      throw .invalidParameter("sounds of \(frameCount) and \(other.frameCount) frames cannot be compared")
    }
  }

  /// Sums over all samples of x², x·y and y², x being these waveforms. Piece by piece, so that a long sound loses
  /// nothing to large partial sums.
  func products(with other: Waveforms) -> (xx: Double, xy: Double, yy: Double) {
    var sums = (xx: 0.0, xy: 0.0, yy: 0.0)
    for start in stride(from: 0, to: values.count, by: 4096) {
      var (xx, xy, yy) = (0.0, 0.0, 0.0)
      for index in start..<min(start + 4096, values.count) {
        let (x, y) = (Double(values[index]), Double(other.values[index]))
        xx += x * x
        xy += x * y
        yy += y * y
      }
      sums = (sums.xx + xx, sums.xy + xy, sums.yy + yy)
    }
    return sums
  }

  func forEachChannel(_ body: (UnsafeBufferPointer<Float>) -> Void) {
    values.withUnsafeBufferPointer { values in
      for channel in 0..<channelCount {
        body(UnsafeBufferPointer(rebasing: values[channel * frameCount..<(channel + 1) * frameCount]))
      }
    }
  }

  /// As `forEachChannel`, with the same channel of another sound.
  func forEachChannel(
    with other: Waveforms, _ body: (UnsafeBufferPointer<Float>, UnsafeBufferPointer<Float>) -> Void
  ) {
    other.values.withUnsafeBufferPointer { values in
      var start = 0
      forEachChannel { channel in
        body(channel, UnsafeBufferPointer(rebasing: values[start..<start + frameCount]))
        start += frameCount
      }
    }
  }
}
