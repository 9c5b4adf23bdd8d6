import Bytes
import Container
import EntropyCoding

/// One group of a sound without loss: meaning and plans, then the coded channels.
struct LosslessSoundGroup {
  let group: Container.Group

  init(_ latents: LosslessSoundCodec.Latents, level: LosslessSoundLevel) {
    let channels = latents.channels
    var writer = ByteWriter()
    writer.write(latents.meaning.byte)
    var coded: [[Int32]] = []
    var ranges: [ClosedRange<Int32>] = []
    for (index, samples) in channels.enumerated() {
      let plan = ChannelPlan(samples, earlier: channels[..<index])
      plan.write(to: &writer)
      guard let range = plan.codedRange else { continue }
      coded.append(plan.inUnits(samples))
      ranges.append(range)
    }
    let (payload, state) =
      switch level {
      case .fast: (PlainSoundCoder.encode(coded, ranges: ranges), UInt32(0))
      case .standard: AdaptiveSoundCoder.encode(coded, ranges: ranges)
      }
    group = Container.Group(payload: writer.bytes + payload, finalState: state)
  }

  /// The inverse of `init`. Throws `corruptData`.
  static func read(
    _ group: Container.Group, level: LosslessSoundLevel, channelCount: Int, frames: Int
  ) throws(CodecError) -> LosslessSoundCodec.Latents {
    var reader = ByteReader(group.payload)
    let byte = try reader.read(UInt8.self, "meaning of the samples")
    guard let meaning = SampleMeaning(byte) else { throw .corruptData("samples of no meaning \(byte)") }
    var plans: [ChannelPlan] = []
    for channel in 0..<channelCount { plans.append(try ChannelPlan(reading: &reader, channel: channel)) }
    let decoded = try decode(
      reader.rest, ranges: plans.compactMap(\.codedRange), level: level, finalState: group.finalState,
      frames: frames)
    var coded = decoded.makeIterator()
    var channels: [[Int32]] = []
    for plan in plans {
      switch plan {
      case .copy(let channel): channels.append(channels[channel])
      case .samples(_, let range) where range.count == 1:
        channels.append(plan.fromUnits([Int32](repeating: range.lowerBound, count: frames)))
      case .samples, .listed:
        channels.append(plan.fromUnits(coded.next() ?? []))
      }
    }
    return LosslessSoundCodec.Latents(channels: channels, meaning: meaning)
  }

  private static func decode(
    _ payload: ArraySlice<UInt8>, ranges: [ClosedRange<Int32>], level: LosslessSoundLevel, finalState: UInt32,
    frames: Int
  ) throws(CodecError) -> [[Int32]] {
    let decoded: (channels: [[Int32]], state: UInt32)? =
      switch level {
      case .fast: PlainSoundCoder.decode(payload, ranges: ranges, frames: frames).map { ($0, 0) }
      case .standard: AdaptiveSoundCoder.decode(payload, ranges: ranges, frames: frames)
      }
    guard let decoded else { throw .corruptData("the coded samples end too early") }
    guard decoded.state == finalState else {
      throw .corruptData("the entropy decoder ended out of step with the encoder")
    }
    return decoded.channels
  }
}
