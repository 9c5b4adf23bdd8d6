import Bytes
import CKernels
import Container
import EntropyCoding
import Media
import TestSupport
import Testing

@testable import Codecs

struct MusicCodecTests {
  private static func codec(_ channels: Int, rate: Int = 44100, step: Float = 0.01) throws -> MusicCodec {
    MusicCodec(MusicSounds.properties(channels, rate: rate), step: step, model: try MusicModel.builtIn())
  }

  /// A sound by groups and back.
  private static func restored(_ sound: AudioBuffer, _ codec: MusicCodec) throws -> (AudioBuffer, bytes: Int)
  {
    var latents: [(MusicLatents, frames: Int)] = []
    var bytes = 0
    let margin = AudioBuffer(zeros: codec.margin, sound.properties)
    let padded = AudioBuffer(joining: [margin, sound, margin], properties: sound.properties)
    for start in stride(from: 0, to: sound.frameCount, by: codec.groupFrames) {
      let frames = min(codec.groupFrames, sound.frameCount - start)
      let analyzed = try codec.analyze(padded[start..<start + frames + 2 * codec.margin], frames: frames)
      let group = codec.write(analyzed)
      bytes += group.payload.count
      let read = try codec.read(group, frames: frames)
      #expect(read == analyzed)
      // What was written while values were chosen is what writing them gives.
      #expect(codec.write(read) == group)
      latents.append((read, frames))
    }
    let pieces = latents.indices.map { index in
      codec.synthesize(
        latents[index].0, before: index > 0 ? latents[index - 1].0 : nil,
        after: index + 1 < latents.count ? latents[index + 1].0 : nil, frames: latents[index].frames)
    }
    return (AudioBuffer(joining: pieces, properties: sound.properties), bytes)
  }

  @Test(arguments: [1, 2, 3, 6], [1, 63, 64, 127, 128, 129, 1000, 5003])
  func anyLengthComesBack(channels: Int, frames: Int) throws {
    let sound = MusicSounds.sound(frames: frames, channels: channels)
    let (decoded, _) = try Self.restored(sound, try Self.codec(channels, step: 0.001))
    #expect(decoded.frameCount == frames)
    #expect(MusicSounds.ratio(sound, decoded) > 25)
  }

  /// What an encoder searches for longer costs less: squares, and bits at the price that they are chosen by.
  @Test func moreEffortCostsLess() throws {
    let sound = MusicSounds.sound(frames: 60_000, channels: 2)
    func cost(_ effort: SoundEffort) throws -> Float {
      let codec = MusicCodec(
        sound.properties, step: 0.02, model: try MusicModel.builtIn(), effort: effort)
      let (decoded, bytes) = try Self.restored(sound, codec)
      let squares = zip(sound.normalized, decoded.normalized).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      return squares / (0.02 * 0.02) + 0.1 * 8 * Float(bytes)
    }
    #expect(try cost(.high) < cost(.usual))
  }

  @Test func finerStepsAreNearer() throws {
    let sound = MusicSounds.sound(frames: 30000, channels: 2)
    var last: (ratio: Float, bytes: Int) = (0, 0)
    for step: Float in [0.1, 0.01, 0.001] {
      let (decoded, bytes) = try Self.restored(sound, try Self.codec(2, step: step))
      let ratio = MusicSounds.ratio(sound, decoded)
      #expect(ratio > last.ratio + 6)
      #expect(bytes > last.bytes)
      last = (ratio, bytes)
    }
    #expect(last.ratio > 45)
  }

  /// At 1000 frames a second groups are short.
  @Test func groupsHaveNoSeams() throws {
    let codec = try Self.codec(2, rate: 1000, step: 0.0005)
    #expect(codec.groupFrames == 32768)
    let sound = MusicSounds.sound(frames: 70001, channels: 2, rate: 1000)
    let (decoded, _) = try Self.restored(sound, codec)
    let (samples, restored) = (sound.normalized, decoded.normalized)
    let errors = samples.indices.map { abs(samples[$0] - restored[$0]) }
    for seam in [32768, 65536] {
      #expect(errors[seam - 512..<seam + 512].allSatisfy { $0 < 0.002 })
    }
    #expect(errors.allSatisfy { $0 < 0.004 })
  }

  @Test func silenceIsSmall() throws {
    let properties = MusicSounds.properties(2)
    let sound = AudioBuffer(zeros: 200_000, properties)
    let (decoded, bytes) = try Self.restored(sound, try Self.codec(2))
    #expect(decoded.normalized.allSatisfy { $0 == 0 })
    #expect(bytes < 40)
  }

  @Test func samplesThatAreNoNumbersDoNoHarm() throws {
    var samples = MusicSounds.sound(frames: 5000, channels: 1).normalized
    samples[100] = .infinity
    samples[200] = .nan
    samples[300] = -1e30
    let sound = AudioBuffer(MusicSounds.properties(1), .floats(samples))
    let (decoded, _) = try Self.restored(sound, try Self.codec(1))
    let isFinite = decoded.normalized.allSatisfy { $0.isFinite }
    #expect(isFinite)
  }

  /// What an earlier codec of the same segments left is found again.
  @Test func gridOfAnEarlierCodecIsFound() throws {
    let frames = 60_000
    let phase = 72
    let units = Tiling.gridUnits(frames: frames, phase: phase)
    let sizes = [UInt8](repeating: 3, count: units / 8) + [UInt8](repeating: 0, count: units % 8)
    let tiling = Tiling(phase: phase, sizes: [Tiling.oddSize] + sizes + [Tiling.oddSize])
    var random = SeededRandom(5)
    let values = tiling.segments.flatMap { segment in
      (0..<segment.coefficients).map { k in
        Int16(k < 300 && random.next(below: 6) == 0 ? random.next(below: 200) - 100 : 0)
      }
    }
    let codec = try Self.codec(1, step: 0.002)
    let latents = MusicLatents(frames: frames, tiling: tiling, turns: [[]], values: [values], coded: nil)
    let sound = codec.synthesize(latents, before: nil, after: nil, frames: frames)
    let margin = AudioBuffer(zeros: codec.margin, sound.properties)
    let again = try codec.with(step: 0.01).analyze(
      AudioBuffer(joining: [margin, sound, margin], properties: sound.properties), frames: frames)
    #expect(again.tiling.phase == phase)
    #expect(again.tiling.sizes.filter { $0 == 3 }.count > units / 8 - 3)
  }

  @Test func parametersComeBack() throws {
    let codec = try Self.codec(2, step: 0.0123)
    let copy = try MusicCodec(codec.properties, parameters: codec.parameters, model: codec.model)
    #expect(copy.settings == codec.settings)
    for bytes in [[], [2, 0, 0, 0, 0], [1, 0, 0, 0, 0], codec.parameters + [0], [1, 0, 0, 0xC0, 0x7F]] {
      #expect(throws: CodecError.self) {
        try MusicCodec(codec.properties, parameters: bytes, model: codec.model)
      }
    }
  }
}
