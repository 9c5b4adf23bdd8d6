import Bytes
import CKernels
import Container
import EntropyCoding
import Media
import TestSupport
import Testing

@testable import Codecs

/// Sounds without loss come back bit by bit.
@Suite(.serialized) struct LosslessSoundTests {
  /// A group there and back; returns its bytes.
  @discardableResult
  static func check(
    _ sound: AudioBuffer, level: LosslessSoundLevel, _ comment: Comment? = nil
  ) throws -> Container.Group {
    let codec = LosslessSoundCodec(sound.properties, level: level)
    let latents = try codec.analyze(sound, frames: sound.frameCount)
    let group = codec.write(latents)
    let read = try codec.read(group, frames: sound.frameCount)
    let copy = codec.synthesize(read, before: nil, after: nil, frames: sound.frameCount)
    #expect(copy == sound, comment)
    return group
  }

  @Test(arguments: LosslessSoundLevel.allCases, SoundSamples.allCases)
  func kinds(level: LosslessSoundLevel, kind: SoundSamples) throws {
    for bits in [8, 12, 16, 20, 24, 31, 32] {
      let sound = kind.sound(frames: 3001, channels: 2, bits: bits, seed: UInt64(bits))
      let group = try Self.check(sound, level: level, "\(kind) of \(bits) bits")
      let bound = sound.samples.count * bits / 8 * 17 / 16 + 1500
      #expect(group.payload.count < bound, "\(kind) of \(bits) bits")
    }
  }

  @Test(arguments: LosslessSoundLevel.allCases)
  func shapes(level: LosslessSoundLevel) throws {
    for channels in [1, 2, 3, 6, 9] {
      for frames in [1, 2, 31, 33, 1023, 1025, 4096, 4097, 5001] {
        let sound = SoundSamples.music.sound(frames: frames, channels: channels, bits: 16)
        try Self.check(sound, level: level, "\(channels) channels, \(frames) frames")
      }
    }
  }

  /// What costs next to nothing: silence, single numbers, channels that are there already.
  @Test(arguments: LosslessSoundLevel.allCases)
  func repetitions(level: LosslessSoundLevel) throws {
    for kind in [SoundSamples.silence, .constant] {
      let sound = kind.sound(frames: 70_000, channels: 6, bits: 24)
      #expect(try Self.check(sound, level: level).payload.count <= 1 + 13 + 5)
    }
    let one = SoundSamples.music.sound(frames: 9000, channels: 1, bits: 16)
    guard case .integers(let samples) = one.samples else { return }
    let two = AudioBuffer(
      AudioProperties(sampleRate: 44_100, channelCount: 2, sampleType: .integer(bits: 16)),
      .integers(samples + samples))
    let alone = try Self.check(one, level: level).payload.count
    #expect(try Self.check(two, level: level).payload.count == alone + 1)
    // Low bits that are never used are free.
    let wide = AudioBuffer(
      AudioProperties(sampleRate: 44_100, channelCount: 1, sampleType: .integer(bits: 24)),
      .integers(samples.map { $0 << 8 }))
    #expect(try Self.check(wide, level: level).payload.count == alone)
  }

  /// Sounds of few values cost about their entropy, however far these are apart.
  @Test(arguments: LosslessSoundLevel.allCases)
  func fewValues(level: LosslessSoundLevel) throws {
    let noise = try Self.check(SoundSamples.extremes.sound(frames: 8000, channels: 1, bits: 32), level: level)
    #expect(noise.payload.count < 2200)
    let steps = SoundSamples.steps.sound(frames: 8000, channels: 2, bits: 24)
    #expect(try Self.check(steps, level: level).payload.count < 8000)
  }

  /// Channels of different ranges beside each other; one that is constant takes no part.
  @Test(arguments: LosslessSoundLevel.allCases)
  func mixtures(level: LosslessSoundLevel) throws {
    let kinds: [SoundSamples] = [.music, .constant, .noise, .silence, .square, .clicks, .fading]
    let samples = kinds.enumerated().flatMap { index, kind in
      kind.channel(frames: 6000, bits: [24, 9, 32, 16, 17][index % 5], seed: UInt64(index))
    }
    let properties = AudioProperties(
      sampleRate: 48_000, channelCount: kinds.count, sampleType: .integer(bits: 32))
    try Self.check(AudioBuffer(properties, .integers(samples)), level: level)
  }

  /// Floats that were integers cost what those cost; others keep their bits.
  @Test(arguments: LosslessSoundLevel.allCases)
  func floats(level: LosslessSoundLevel) throws {
    let integers = SoundSamples.music.channel(frames: 5000, bits: 16, seed: 3)
    let properties = AudioProperties(sampleRate: 44_100, channelCount: 1, sampleType: .float)
    var random = SeededRandom(9)
    let scaled = AudioBuffer(properties, .floats(integers.map { Float($0) / 32768 }))
    let whole = AudioBuffer(
      AudioProperties(sampleRate: 44_100, channelCount: 1, sampleType: .integer(bits: 16)),
      .integers(integers))
    #expect(
      try Self.check(scaled, level: level).payload.count == Self.check(whole, level: level).payload.count)
    let wild: [Float] = [
      0, -0.0, 1, -1, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .greatestFiniteMagnitude,
      -.greatestFiniteMagnitude, 1.5e-30,
    ]
    let kinds: [[Float]] = [
      wild, [-0.0, -0.0], [0, 0, 0.5], [3e9, -4e9], random.floats(3000, in: -1...1),
      [0x1p-126, 0x3p-126], [0x1p-127, 1], [0x1p30, 1], [0x1p29, 0x1p-20],
    ]
    for values in kinds {
      let sound = AudioBuffer(properties, .floats(values))
      let codec = LosslessSoundCodec(properties, level: level)
      let group = codec.write(try codec.analyze(sound, frames: values.count))
      let copy = codec.synthesize(
        try codec.read(group, frames: values.count), before: nil, after: nil, frames: values.count)
      guard case .floats(let read) = copy.samples else { return }
      #expect(read.map(\.bitPattern) == values.map(\.bitPattern))
    }
  }

  /// A file of several groups, of which the last is short.
  @Test func files() throws {
    let frames = LosslessSoundCodec.groupFrames + 1234
    let sound = SoundSamples.fading.sound(frames: frames, channels: 2, bits: 16)
    let bytes = try WAVFormat().write(sound)
    let sink = MemorySink()
    let summary = try SoundFileWriter.write(
      AudioFormats.reader(MemorySource(bytes)), codec: SoundCodecs.lossless(sound.properties),
      scratch: MemoryScratch(), to: sink, threads: 2, verifies: true)
    #expect(summary.identity == LosslessSoundCodec.identity && summary.frameCount == frames)
    let reader = try SoundFileReader(MemorySource(sink.bytes), threads: 2)
    #expect(try reader.readAll() == sound)
  }

  /// The same bytes at every level of the machine, and those that were there when the format was made.
  @Test(arguments: zip(LosslessSoundLevel.allCases, [UInt32(1_071_086_960), 388_303_472]))
  func golden(level: LosslessSoundLevel, checksum: UInt32) throws {
    let best = kernels_best_level()
    defer { kernels_set_level(best) }
    for simd in 0...best {
      kernels_set_level(simd)
      var bytes: [UInt8] = []
      for (bits, kind) in [
        (16, SoundSamples.music), (24, .music), (32, .noise), (16, .square), (16, .fading),
      ] {
        for channels in [1, 2] {
          let group = try Self.check(
            kind.sound(frames: 9000, channels: channels, bits: bits), level: level, "at level \(simd)")
          bytes += group.payload
          bytes += (0..<4).map { UInt8(truncatingIfNeeded: group.finalState >> (8 * $0)) }
        }
      }
      #expect(CRC32.checksum(bytes) == checksum, "at level \(simd)")
    }
  }
}
