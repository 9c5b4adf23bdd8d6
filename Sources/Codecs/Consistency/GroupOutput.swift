import Bytes
import Media

/// The frames of one group, at the rate of the file, out of the samples of a line.
struct GroupOutput {
  /// The first frame that comes next, in the sound.
  private(set) var position: Int
  /// Of the line, the sample that is needed next, and behind the last one.
  private(set) var needed: Int
  let end: Int

  private let channels: Int
  private let resampler: Resampler?
  /// Frames at the start that belong to the group before.
  private var skipped: Int
  /// Frames of the group that are not made yet.
  private var missing: Int

  init(_ grid: SoundGrid, group: Int, frames: Int, channels: Int) throws(CodecError) {
    self.channels = channels
    position = group * grid.groupFrames
    missing = frames
    let start = position / grid.unit.file * grid.unit.model
    guard grid.converts else {
      (resampler, skipped, needed, end) = (nil, 0, start, start + frames)
      return
    }
    resampler = try Resampler(channelCount: channels, from: grid.modelRate, to: grid.fileRate)
    skipped = grid.reach
    let lead = grid.modelLead
    (needed, end) = (start - lead, start + grid.modelFrames(of: frames) + lead)
  }

  var isDone: Bool { needed == end }

  /// Takes the next samples of the line, and returns frames that are made by now, one channel after the other.
  mutating func take(_ line: LappedLine) throws(CodecError) -> [Float] {
    // A line may begin before the group.
    guard !isDone, line.end > needed else { return [] }
    let range = needed..<min(line.end, end)
    needed = range.upperBound
    var made = line[range]
    if let resampler {
      let rest = try resampler.convert(made)
      made = isDone ? joined(rest, try resampler.finish()) : rest
    }
    let count = made.count / channels
    let first = min(skipped, count)
    let last = min(count, first + missing)
    skipped -= first
    missing -= last - first
    position += last - first
    return (0..<channels).flatMap { made[$0 * count + first..<$0 * count + last] }
  }

  private func joined(_ first: [Float], _ second: [Float]) -> [Float] {
    let counts = (first.count / channels, second.count / channels)
    var result: [Float] = []
    result.reserveCapacity(first.count + second.count)
    for channel in 0..<channels {
      result += first[channel * counts.0..<(channel + 1) * counts.0]
      result += second[channel * counts.1..<(channel + 1) * counts.1]
    }
    return result
  }
}
