import Bytes
import Container
import EntropyCoding
import Media
import Neural
import TestSupport
import Testing

@testable import Codecs

/// The consistency codec: lengths, streams, spans, threads, instruction sets.
struct ConsistencyCodecTests {
  /// A little over two groups.
  private static let long = Result {
    let sound = LatentSounds.sound(frames: 1_600_000)
    return (sound: sound, file: try ConsistencySounds.file(sound, ConsistencySounds.codec(sound.properties)))
  }

  @Test(
    "lengths, rates and channels come back",
    arguments: [
      (1, 44_100, 2), (4410, 44_100, 1), (32_768, 44_100, 2), (32_769, 44_100, 3), (70_000, 48_000, 2),
      (9000, 8000, 1), (40_000, 22_050, 2), (50_000, 96_000, 1),
    ]) func lengths(frames: Int, rate: Int, channels: Int) throws
  {
    let sound = LatentSounds.sound(frames: frames, channels: channels, rate: rate)
    for levels in SummaryLevels.allCases {
      let codec = try ConsistencySounds.codec(sound.properties, levels: levels)
      let decoded = try ConsistencySounds.read(ConsistencySounds.file(sound, codec))
      #expect(decoded.properties == sound.properties && decoded.frameCount == frames)
    }
  }

  @Test func emptySound() throws {
    let sound = AudioBuffer(zeros: 0, ConsistencySounds.properties())
    let file = try ConsistencySounds.file(sound, ConsistencySounds.codec(sound.properties))
    #expect(try ConsistencySounds.read(file).frameCount == 0)
  }

  @Test("the same bytes and samples at any number of threads") func threads() throws {
    let (sound, file) = try Self.long.get()
    let whole = try ConsistencySounds.read(file)
    #expect(whole.frameCount == sound.frameCount)
    for threads in [2, 3] {
      #expect(
        try ConsistencySounds.file(sound, ConsistencySounds.codec(sound.properties), threads: threads) == file
      )
      #expect(try ConsistencySounds.read(file, canSeek: false, threads: threads) == whole)
    }
  }

  @Test("the same bytes and samples at every level of instructions") func levels() throws {
    let sound = LatentSounds.sound(frames: 80_000)
    let codec = try ConsistencySounds.codec(sound.properties, steps: 2)
    var made: [(file: [UInt8], sound: AudioBuffer)] = []
    for level in SIMDLevel.allCases {
      level.activate()
      let file = try ConsistencySounds.file(sound, codec)
      made.append((file, try ConsistencySounds.read(file)))
    }
    SIMDLevel.best.activate()
    #expect(made.allSatisfy { $0.file == made[0].file && $0.sound == made[0].sound })
  }

  @Test("a span is the part of the whole") func spans() throws {
    let (sound, file) = try Self.long.get()
    let whole = try ConsistencySounds.read(file)
    let group = try ConsistencySounds.codec(sound.properties).groupFrames
    for span in [
      0..<10, 100_000..<100_001, group - 5..<group + 5, group..<group + 100_000, group + 512..<group + 600,
      2 * group + 40_000..<sound.frameCount, 0..<sound.frameCount,
    ] {
      #expect(try ConsistencySounds.read(file, span: span) == whole[span])
      #expect(try ConsistencySounds.read(file, canSeek: false, threads: 3, span: span) == whole[span])
    }
  }

  @Test("so it is where rates are converted") func convertedSpans() throws {
    let sound = LatentSounds.sound(frames: 1_000_000, channels: 1, rate: 48_000)
    let codec = try ConsistencySounds.codec(sound.properties)
    let file = try ConsistencySounds.file(sound, codec)
    let whole = try ConsistencySounds.read(file)
    for span in [
      0..<999, 50_000..<60_000, codec.groupFrames - 3..<codec.groupFrames + 3, 999_000..<1_000_000,
    ] {
      #expect(try ConsistencySounds.read(file, threads: 2, span: span) == whole[span])
    }
  }

  @Test("samples come as soon as the chunk behind them is there") func streaming() throws {
    let (_, file) = try Self.long.get()
    for threads in [1, 2] {
      let reader = try SoundFileReader(MemorySource(file, canSeek: false), threads: threads)
      let first = try #require(try reader.read(upTo: 1 << 20))
      #expect(first.frameCount == ChunkShape.samples - ChunkTransform.half)
    }
  }

  @Test func seedsAndSteps() throws {
    let sound = LatentSounds.sound(frames: 60_000)
    let file = try ConsistencySounds.file(sound, ConsistencySounds.codec(sound.properties))
    let other = try ConsistencySounds.file(sound, ConsistencySounds.codec(sound.properties, seed: 7))
    let usual = try ConsistencySounds.model.get().usualSteps
    let choices: [Refinement] = [.steps(0), .steps(1), .steps(2), .meanOnly]
    let sounds = try choices.map { try ConsistencySounds.read(file, refinement: $0) }
    for (index, one) in sounds.enumerated() {
      #expect(sounds[..<index].allSatisfy { $0 != one })
      #expect(try ConsistencySounds.read(file, refinement: choices[index]) == one)
    }
    #expect(try ConsistencySounds.read(file) == sounds[usual])
    #expect(try ConsistencySounds.read(other) != sounds[usual])
    #expect(try ConsistencySounds.read(other, refinement: .meanOnly) == sounds[3])
    #expect(throws: CodecError.self) { try ConsistencySounds.read(file, refinement: .steps(3)) }
    #expect(throws: CodecError.self) { try ConsistencySounds.codec(sound.properties, steps: 3) }
  }

  @Test("equal channels stay equal, and cost no side") func mono() throws {
    let single = LatentSounds.sound(frames: 50_000, channels: 1)
    guard case .integers(let samples) = single.samples else { return }
    let twice = AudioBuffer(ConsistencySounds.properties(), .integers(samples + samples))
    let files = try [single, twice].map {
      try ConsistencySounds.file($0, ConsistencySounds.codec($0.properties))
    }
    #expect(files[0].count == files[1].count)
    guard case .integers(let decoded) = try ConsistencySounds.read(files[1]).samples,
      case .integers(let one) = try ConsistencySounds.read(files[0]).samples
    else { return }
    #expect(decoded == one + one)
    let stereo = LatentSounds.sound(frames: 50_000)
    guard
      case .integers(let two) = try ConsistencySounds.read(
        ConsistencySounds.file(stereo, ConsistencySounds.codec(stereo.properties))
      ).samples
    else { return }
    #expect(two[..<50_000] != two[50_000...])
  }

  @Test("silence stays silent; clicks, full scale and what is no number decode") func extremes() throws {
    let properties = ConsistencySounds.properties()
    let silence = AudioBuffer(zeros: 70_000, properties)
    let codec = try ConsistencySounds.codec(properties)
    let decoded = try ConsistencySounds.read(ConsistencySounds.file(silence, codec))
    #expect(decoded.normalized.allSatisfy { abs($0) < 0.002 })
    var random = SeededRandom(3)
    let loud = AudioBuffer(
      properties, .integers((0..<140_000).map { _ in random.next(below: 2) == 0 ? -32768 : 32767 }))
    let clicks = AudioBuffer(properties, .integers((0..<140_000).map { $0 % 20_011 == 0 ? 32767 : 0 }))
    let floats = AudioProperties(sampleRate: 44_100, channelCount: 2, sampleType: .float)
    let wild = AudioBuffer(floats, .floats((0..<140_000).map { [1e30, -1e30, 3, 0.5, -1][$0 % 5] }))
    for sound in [loud, clicks, wild] {
      let codec = try ConsistencySounds.codec(sound.properties)
      let decoded = try ConsistencySounds.read(ConsistencySounds.file(sound, codec))
      #expect(decoded.frameCount == 70_000 && decoded.normalized.allSatisfy(\.isFinite))
    }
    let none = AudioBuffer(
      floats, .floats((0..<140_000).map { [.nan, .infinity, 0.5, -.infinity, -1][$0 % 5] }))
    #expect(try ConsistencySounds.latents(none, ConsistencySounds.codec(floats)).pairs.count == 1)
  }

  @Test("rates that no whole frames of the model fit are refused") func ratesThatDoNotFit() throws {
    for rate in [44_101, 100, 1_000_003] {
      #expect(throws: CodecError.self) {
        try ConsistencySounds.codec(ConsistencySounds.properties(rate: rate))
      }
    }
  }
}
