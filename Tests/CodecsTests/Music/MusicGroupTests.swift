import Bytes
import CKernels
import Container
import EntropyCoding
import Media
import TestSupport
import Testing

@testable import Codecs

@Suite(.serialized) struct MusicGroupTests {
  private static func codec(_ channels: Int) throws -> MusicCodec {
    MusicCodec(MusicSounds.properties(channels), step: 0.01, model: try MusicModel.builtIn())
  }

  private static func isFinite(_ latents: MusicLatents, _ codec: MusicCodec) -> Bool {
    codec.synthesize(latents, before: latents, after: latents, frames: latents.frames).normalized.allSatisfy(
      \.isFinite)
  }

  @Test(arguments: [1, 2, 3, 5], [(128, 0), (700, 0), (4096, 1), (40_000, 0), (40_001, 127), (9000, 64)])
  func anyLatentsComeBack(channels: Int, shape: (frames: Int, phase: Int)) throws {
    let codec = try Self.codec(channels)
    let latents = MusicSounds.latents(
      frames: shape.frames, channels: channels, phase: shape.phase, seed: UInt64(shape.frames + channels))
    let group = codec.write(latents)
    let read = try codec.read(group, frames: shape.frames)
    #expect(read == latents)
    #expect(Self.isFinite(read, codec))
  }

  /// The same bytes and samples at every level.
  @Test func streamsStayTheSame() throws {
    let codec = try Self.codec(2)
    let latents = MusicSounds.latents(frames: 30_000, channels: 2, phase: 40, seed: 1)
    let before = kernels_level()
    defer { kernels_set_level(before) }
    var groups: Set<[UInt8]> = []
    var sounds: Set<UInt32> = []
    for level in 0...kernels_best_level() {
      kernels_set_level(level)
      groups.insert(Array(codec.write(latents).payload))
      let sound = codec.synthesize(latents, before: nil, after: latents, frames: 30_000)
      var writer = ByteWriter()
      for sample in sound.normalized { writer.write(sample.bitPattern) }
      sounds.insert(CRC32.checksum(writer.bytes))
    }
    #expect(groups.count == 1)
    #expect(sounds.count == 1)
  }

  @Test func damagedGroupsDoNoHarm() throws {
    let codec = try Self.codec(2)
    let latents = MusicSounds.latents(frames: 6000, channels: 2, phase: 9, seed: 2)
    let group = codec.write(latents)
    var random = SeededRandom(3)
    func tryReading(_ payload: [UInt8], frames: Int = 6000) {
      guard
        let read = try? codec.read(
          Container.Group(payload: payload, finalState: group.finalState), frames: frames)
      else { return }
      #expect(Self.isFinite(read, codec))
    }
    for count in stride(from: 0, to: group.payload.count, by: 97) {
      let payload = Array(group.payload.prefix(count))
      #expect(throws: CodecError.self) {
        try codec.read(Container.Group(payload: payload, finalState: group.finalState), frames: 6000)
      }
    }
    for _ in 0..<40 {
      var payload = Array(group.payload)
      payload[random.next(below: payload.count)] ^= UInt8(1 << random.next(below: 8))
      tryReading(payload)
      tryReading([0, UInt8(random.next(below: 256))] + random.integers(500))
      tryReading(random.integers(random.next(below: 50)), frames: 1 + random.next(below: 700))
    }
  }

  /// Whatever is read can be made sound, be it never so loud.
  @Test func loudestValuesStayFinite() throws {
    let codec = try Self.codec(2).with(step: MusicCodec.steps.upperBound)
    var latents = MusicSounds.latents(frames: 5000, channels: 2, phase: 3, seed: 4)
    let values = latents.coefficients.map { $0.map { $0 < 0 ? Int16.min + 1 : Int16.max } }
    latents = MusicLatents(
      frames: 5000, tiling: latents.tiling, turns: latents.turns, values: values, coded: nil)
    let read = try codec.read(codec.write(latents), frames: 5000)
    #expect(read.coefficients == values)
    #expect(Self.isFinite(latents, codec))
  }
}
