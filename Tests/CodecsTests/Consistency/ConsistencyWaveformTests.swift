import Bytes
import Container
import Media
import Neural
import TestSupport
import Testing

@testable import Codecs

/// The consistency codec with its waveform layer.
struct ConsistencyWaveformTests {
  private static func file(_ sound: AudioBuffer, step: Float, threads: Int = 1) throws -> [UInt8] {
    // Verifies that what is read is what was analyzed.
    try ConsistencySounds.file(
      sound, ConsistencySounds.codec(sound.properties).with(step: step), threads: threads)
  }

  @Test(
    "lengths, rates and channels come back",
    arguments: [(1, 44_100, 2), (33_000, 44_100, 3), (9000, 8000, 1)])
  func lengths(frames: Int, rate: Int, channels: Int) throws {
    let sound = LatentSounds.sound(frames: frames, channels: channels, rate: rate)
    let decoded = try ConsistencySounds.read(Self.file(sound, step: 0.1))
    #expect(decoded.properties == sound.properties && decoded.frameCount == frames)
  }

  /// The finer the step, the nearer, to the waveform itself in the end; with noise and without.
  @Test func finerStepsAreNearer() throws {
    let sound = LatentSounds.sound(frames: 70_000)
    let codec = try ConsistencySounds.codec(sound.properties)
    var files = [try ConsistencySounds.file(sound, codec)]
    files += try [0.5, 0.05, 0.005, 0.0005].map { try Self.file(sound, step: $0) }
    for refinement: Refinement in [.meanOnly, .steps(0)] {
      let ratios = try files.map {
        MusicSounds.ratio(sound, try ConsistencySounds.read($0, refinement: refinement))
      }
      #expect(zip(ratios, ratios.dropFirst()).allSatisfy { $0 < $1 } && ratios[4] > 40)
    }
    #expect(zip(files, files.dropFirst()).allSatisfy { $0.count < $1.count })
  }

  /// What the layer does not reach stays as it is without one.
  @Test func largestStepChangesNothing() throws {
    let loud = LatentSounds.sound(frames: 40_000)
    guard case .integers(let values) = loud.samples else { preconditionFailure("integers only") }
    let sound = AudioBuffer(loud.properties, .integers(values.map { $0 >> 9 }))
    let plain = try ConsistencySounds.file(sound, ConsistencySounds.codec(sound.properties))
    let layered = try Self.file(sound, step: ConsistencyCodec.steps.upperBound)
    #expect(try ConsistencySounds.read(plain) == ConsistencySounds.read(layered))
  }

  @Test("the same bytes and samples at any number of threads, in spans, and at every level of instructions")
  func sameEverywhere() throws {
    let sound = LatentSounds.sound(frames: 800_000)
    let file = try Self.file(sound, step: 0.05)
    let whole = try ConsistencySounds.read(file)
    #expect(try Self.file(sound, step: 0.05, threads: 2) == file)
    let group = try ConsistencySounds.codec(sound.properties).groupFrames
    for span in [0..<100, group - 5..<group + 5, group..<group + 40_000] {
      #expect(try ConsistencySounds.read(file, threads: 2, span: span) == whole[span])
    }
    let part = sound[0..<70_000]
    var made: [(file: [UInt8], sound: AudioBuffer)] = []
    for level in SIMDLevel.allCases {
      level.activate()
      let file = try Self.file(part, step: 0.05)
      made.append((file, try ConsistencySounds.read(file)))
    }
    SIMDLevel.best.activate()
    #expect(made.allSatisfy { $0.file == made[0].file && $0.sound == made[0].sound })
  }

  /// A tensor of latents has no waveform.
  @Test func latentsAreThoseWithoutLayer() throws {
    let sound = LatentSounds.sound(frames: 40_000)
    let codec = try ConsistencySounds.codec(sound.properties)
    let (plain, layered) = (
      try ConsistencySounds.latents(sound, codec),
      try ConsistencySounds.latents(sound, codec.with(step: 0.05))
    )
    #expect(codec.latentRows(plain) == codec.latentRows(layered))
    let rows = codec.latentRows(layered).map { $0[...] }
    let back = codec.latents(rows: rows)
    #expect(back.pairs.map(\.chunks) == plain.pairs.map(\.chunks) && back.pairs.allSatisfy(\.gains.isEmpty))
    #expect(codec.with(step: 0.05).latents(rows: rows).pairs[0].waveform.map(\.count) == [65_536, 65_536])
  }

  @Test func damagedBytes() throws {
    let sound = LatentSounds.sound(frames: 40_000)
    let codec = try ConsistencySounds.codec(sound.properties).with(step: 0.05)
    let group = codec.write(try ConsistencySounds.latents(sound, codec))
    // Form, flags and one span of gains come first, and another gain is a gain: `damagedPayloads` has those.
    let coded = 2 + ChunkShape.bands
    var random = SeededRandom(11)
    var refused = 0
    for _ in 0..<30 {
      var payload = group.payload
      payload[coded + random.next(below: payload.count - coded)] ^= UInt8(1 << random.next(below: 8))
      if random.next(below: 2) == 0 { payload.removeLast(random.next(below: payload.count)) }
      let bad = Container.Group(payload: payload, finalState: group.finalState)
      do throws(CodecError) {
        // Bits behind the last decision mean nothing.
        #expect(try codec.read(bad, frames: sound.frameCount) == codec.read(group, frames: sound.frameCount))
      } catch {
        refused += 1
      }
    }
    #expect(refused > 25)
  }

  @Test func damagedParameters() throws {
    let codec = try ConsistencySounds.codec(ConsistencySounds.properties()).with(step: 0.05)
    let good = codec.parameters
    #expect(try ConsistencyParameters(parsing: good) == codec.stored)
    for bad in [good + [0], Array(good.dropLast()), Array(good.prefix(15))] {
      #expect(throws: CodecError.self) { try ConsistencyParameters(parsing: bad) }
    }
    for step: Float in [-1, 5, .nan, .infinity, 0x1p-30] {
      var bad = good
      for byte in 0..<4 { bad[11 + byte] = UInt8(truncatingIfNeeded: step.bitPattern >> (8 * byte)) }
      #expect(throws: CodecError.self) { try ConsistencyParameters(parsing: bad) }
    }
  }
}
