import Bytes
import Container
import Media
import Neural

/// Decodes a consistency file chunk by chunk: a frame is there as soon as the chunk behind it is.
final class ConsistencyDecoder: SoundGroupDecoding {
  private let codec: ConsistencyCodec
  private let container: ContainerReader
  private let parameters: SoundParameters
  private let options: SoundDecodingOptions
  private let refinement: Refinement
  private(set) var lost: Set<Int> = []

  /// Groups that are in work, the first one next in the line.
  private var groups: [GroupSynthesis] = []
  /// The group to be read next.
  private var nextGroup = 0
  private var line: LappedLine
  /// The group whose frames come next; nil before the first.
  private var output: (group: Int, frames: GroupOutput)?

  /// The most groups in work at a time: each holds as much sound as a group has.
  private static let mostGroups = 16

  init(
    _ codec: ConsistencyCodec, _ container: ContainerReader, _ parameters: SoundParameters,
    _ options: SoundDecodingOptions
  ) throws(CodecError) {
    refinement = options.refinement ?? .steps(codec.stored.steps)
    if case .steps(let steps) = refinement, !(0...codec.model.mostSteps).contains(steps) {
      throw .invalidParameter("\(steps) steps; \(codec.identity.name) has \(codec.model.mostSteps)")
    }
    (self.codec, self.container, self.parameters, self.options) = (codec, container, parameters, options)
    line = LappedLine(channels: codec.properties.channelCount, start: 0, lead: 0)
  }

  func sound(from position: Int, upTo end: Int, threads: Int) throws(CodecError) -> AudioBuffer {
    if output == nil { try start(at: position) }
    while true {
      let (first, samples) = try nextFrames(upTo: end, threads: threads)
      let properties = AudioProperties(
        sampleRate: parameters.properties.sampleRate, channelCount: parameters.properties.channelCount,
        sampleType: .float, speakers: parameters.properties.speakers)
      let sound = AudioBuffer(properties, .floats(samples))
      guard first + sound.frameCount > position else { continue }
      return sound[max(0, position - first)..<min(sound.frameCount, end - first)]
        .converted(to: parameters.properties)
    }
  }

  /// Frames around a place that what stands there depends on: half a frame of the transform, and conversion of rates.
  private var reach: Int {
    2 * codec.grid.reach
      + (codec.grid.converts ? ChunkShape.hop * codec.grid.unit.file / codec.grid.unit.model : 0)
      + ChunkTransform.half
  }

  private func start(at position: Int) throws(CodecError) {
    let group = position / parameters.groupFrames
    // What the end of the group before sounds like depends on all of it.
    let isApart = group == 0 || position - group * parameters.groupFrames > reach
    nextGroup = isApart ? group : group - 1
    output = (group, try frames(of: group))
    let lead = isApart ? codec.grid.modelLead : 0
    line = LappedLine(
      channels: codec.properties.channelCount,
      start: nextGroup * codec.grid.columns(of: parameters.groupFrames) * ChunkShape.hop, lead: lead)
  }

  private func frames(of group: Int) throws(CodecError) -> GroupOutput {
    try GroupOutput(
      codec.grid, group: group, frames: parameters.frames(of: group).count,
      channels: codec.properties.channelCount)
  }

  /// The next frames, one channel after the other, and where they begin. At least one frame.
  private func nextFrames(upTo end: Int, threads: Int) throws(CodecError) -> (Int, [Float]) {
    while true {
      guard var (group, frames) = output else { preconditionFailure("not started") }
      let position = frames.position
      let made = try frames.take(line)
      if frames.isDone, group + 1 < parameters.groupCount {
        group += 1
        frames = try self.frames(of: group)
      }
      output = (group, frames)
      line.discard(before: frames.needed)
      if !made.isEmpty { return (position, made) }
      try extendLine(upTo: end, threads: threads)
    }
  }

  /// Adds a chunk to the line, or silence behind the end of the sound.
  private func extendLine(upTo end: Int, threads: Int) throws(CodecError) {
    let last = (end - 1 + reach) / parameters.groupFrames
    while nextGroup < parameters.groupCount,
      groups.isEmpty || nextGroup <= last && groups.count < min(threads, Self.mostGroups)
    {
      groups.append(try read(nextGroup))
      nextGroup += 1
    }
    guard let first = groups.first else { return line.append(silence: ChunkShape.hop) }
    if first.ready.isEmpty {
      let unmade = groups.filter { !$0.isMade }
      // Every group is worked on by one thread.
      nonisolated(unsafe) let shared = unmade
      Workers.run(count: unmade.count, threads: threads) { shared[$0].make() }
    }
    if let chunk = first.takeFirst() {
      line.append(chunk)
    } else {
      line.append(silence: first.sampleCount)
    }
    if first.isMade, first.ready.isEmpty { groups.removeFirst() }
  }

  private func read(_ group: Int) throws(CodecError) -> GroupSynthesis {
    let frames = parameters.frames(of: group).count
    var latents: ConsistencyLatents?
    do throws(CodecError) {
      if let coded = try container.group(group, orNil: options.toleratesDamage) {
        latents = try codec.read(coded, frames: frames)
      }
    } catch {
      guard options.toleratesDamage, case .corruptData = error else { throw error }
    }
    if latents == nil { lost.insert(group) }
    return GroupSynthesis(latents, codec: codec, refinement: refinement, group: group, frames: frames)
  }
}

extension ConsistencyCodec: DecodableSoundCodec {
  func decoding(
    _ container: ContainerReader, _ parameters: SoundParameters, _ options: SoundDecodingOptions
  ) throws(CodecError) -> any SoundGroupDecoding {
    try ConsistencyDecoder(self, container, parameters, options)
  }
}
