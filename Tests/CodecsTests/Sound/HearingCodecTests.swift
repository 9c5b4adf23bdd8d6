import Bytes
import Container
import Media
import TestSupport
import Testing

@testable import Codecs

/// Hearing mode, group by group.
struct HearingCodecTests {
  private static func codec(_ channels: Int, step: Float = 0.25) throws -> HearingCodec {
    try HearingCodec(HearingSounds.properties(channels: channels), step: step, model: .builtIn())
  }

  private static func latents(_ channels: [[Float]], step: Float = 0.25) throws -> HearingLatents {
    let codec = try codec(channels.count, step: step)
    let sound = HearingSounds.padded(channels, margin: codec.margin)
    return try codec.analyze(sound, frames: channels[0].count)
  }

  private static func floats(_ sound: AudioBuffer) -> [Float] {
    guard case .floats(let values) = sound.samples else { preconditionFailure("floats only") }
    return values
  }

  @Test(arguments: [1, 2, 3], [1, 700, 1024, 1025, 5000])
  func thereAndBack(channels: Int, frames: Int) throws {
    let sound = (0..<channels).map { HearingSounds.notes(frames, seed: UInt64($0 + 1)) }
    let latents = try Self.latents(sound)
    let codec = try Self.codec(channels)
    let group = codec.write(latents)
    let read = try codec.read(group, frames: frames)
    #expect(read == latents)
    // Written from the integers alone: ends of spectra may differ, but not what is read.
    #expect(try codec.read(codec.write(read), frames: frames) == latents)
    let decoded = codec.synthesize(read, before: nil, after: nil, frames: frames)
    #expect(decoded.frameCount == frames)
    #expect(decoded.properties.channelCount == channels)
  }

  /// A fine step keeps the waveform, over the seams of groups as well: next to long blocks, and where one on a side is cut.
  @Test(arguments: [[], [5700, 8700]]) func groupsHaveNoSeams(onsets: [Int]) throws {
    let frames = 12 * 1024
    let sound = [
      HearingSounds.tone(frames, period: 37), HearingSounds.tone(frames, period: 51, onsets: onsets),
    ]
    let codec = try Self.codec(2, step: 0x1p-11)
    let margin = codec.margin
    let padded = HearingSounds.padded(sound, margin: margin)
    let cuts = [0, 5120, 9216, frames]
    let latents = try zip(cuts, cuts.dropFirst()).map { start, end in
      try codec.analyze(padded[start..<end + 2 * margin], frames: end - start)
    }
    #expect(latents.map(\.blocks.areCut.first) == [false, !onsets.isEmpty, false])
    #expect(latents.map(\.blocks.areCut.last) == [false, !onsets.isEmpty, false])
    for (index, part) in latents.enumerated() {
      let decoded = codec.synthesize(
        part, before: index > 0 ? latents[index - 1] : nil, after: index < 2 ? latents[index + 1] : nil,
        frames: part.frames)
      let values = Self.floats(decoded)
      for channel in 0..<2 {
        let original = Array(sound[channel][cuts[index]..<cuts[index + 1]])
        let other = Array(values[channel * part.frames..<(channel + 1) * part.frames])
        #expect(HearingSounds.ratio(original, other) > 1000)
        // Nor at the ends of the group.
        #expect(abs(original[0] - other[0]) < 0.01)
        #expect(abs(original[part.frames - 1] - other[part.frames - 1]) < 0.01)
      }
    }
  }

  @Test func attacksAreCut() throws {
    let cut = try Self.latents([HearingSounds.attacks(20_000)]).blocks.areCut
    #expect(cut.contains(true) && cut.contains(false))
    #expect(try Self.latents([HearingSounds.noise(20_000, seed: 3)]).blocks.areCut.filter { $0 }.count < 4)
  }

  /// What becomes zero is heard nearly as loud as it was.
  @Test func noiseFillsZeros() throws {
    let frames = 20 * 1024
    let sound = HearingSounds.noise(frames, seed: 9)
    let latents = try Self.latents([sound], step: 32)
    #expect(latents.values[0].filter { $0 != 0 }.count < frames / 50)
    let codec = try Self.codec(1)
    let decoded = Self.floats(codec.synthesize(latents, before: nil, after: nil, frames: frames))
    let share = HearingSounds.power(decoded) / HearingSounds.power(sound)
    #expect((0.5...1.1).contains(share), "\(share)")
    #expect(codec.write(latents).payload.count < frames / 40)
  }

  @Test func silenceIsSilent() throws {
    let silence = [Float](repeating: 0, count: 30_000)
    let latents = try Self.latents([silence, silence])
    let codec = try Self.codec(2)
    #expect(codec.write(latents).payload.count < 200)
    let decoded = Self.floats(codec.synthesize(latents, before: nil, after: nil, frames: 30_000))
    #expect(decoded.allSatisfy { $0 == 0 })
  }

  @Test func absurdSamples() throws {
    var sound = HearingSounds.notes(3000)
    sound[1500] = .nan
    sound[1600] = .infinity
    sound[1700] = -3e38
    let latents = try Self.latents([sound, sound.map { $0 * 1e30 }])
    let codec = try Self.codec(2)
    let read = try codec.read(codec.write(latents), frames: 3000)
    #expect(read == latents)
    let decoded = Self.floats(codec.synthesize(read, before: nil, after: nil, frames: 3000))
    #expect(decoded.allSatisfy { $0.isFinite })
  }

  /// Damage is noticed, and whatever is read can be played.
  @Test func damagedGroups() throws {
    let frames = 3000
    let codec = try Self.codec(2)
    let sound = [HearingSounds.notes(frames), HearingSounds.attacks(frames)]
    let group = codec.write(try Self.latents(sound))
    var random = SeededRandom(11)
    for length in 0..<min(group.payload.count, 40) {
      let cut = Container.Group(payload: group.payload.prefix(length), finalState: group.finalState)
      #expect(throws: CodecError.self, "\(length) bytes") { try codec.read(cut, frames: frames) }
    }
    for _ in 0..<40 {
      var bytes = Array(group.payload)
      bytes[random.next(below: bytes.count)] ^= UInt8(1 + random.next(below: 255))
      let damaged = Container.Group(payload: bytes, finalState: group.finalState)
      guard let read = try? codec.read(damaged, frames: frames) else { continue }
      let decoded = Self.floats(codec.synthesize(read, before: nil, after: nil, frames: frames))
      #expect(decoded.allSatisfy { $0.isFinite })
    }
  }

  @Test func otherParametersAreRefused() throws {
    let properties = HearingSounds.properties(channels: 2)
    let model = try HearingModel.builtIn()
    for parameters: [UInt8] in [[], [1], [2, 0]] {
      #expect(throws: CodecError.self) { try HearingCodec(properties, parameters: parameters, model: model) }
    }
    let codec = try HearingCodec(properties, parameters: Self.codec(2).parameters, model: model)
    #expect(codec.identity == ModelIdentity(name: "hearing", digest: model.identity.digest))
  }

  /// A larger factor before the steps makes smaller files: rates can be searched for.
  @Test func ratesFallWithSteps() throws {
    let sound = [HearingSounds.notes(9000)]
    let sizes = try [0x1p-8, 0x1p-5, 0x1p-2, 2].map { step in
      try Self.codec(1).write(Self.latents(sound, step: Float(step))).payload.count
    }
    #expect(sizes == sizes.sorted(by: >))
  }
}
