import Bytes
import CKernels
import Container
import Media
import TestSupport
import Testing

@testable import Codecs

@Suite(.serialized) struct WaveletSoundTests {
  @Test("there and back, length and level kept", arguments: [1, 255, 256, 257, 5000, 30_011])
  func roundTrip(frames: Int) throws {
    let sound = LatentSounds.sound(frames: frames)
    let codec = try LatentSounds.codec(sound.properties, step: 0x1p-12)
    let back = try LatentSounds.read(LatentSounds.file(sound, codec))
    #expect(back.properties == sound.properties && back.frameCount == frames)
    if frames >= 5000 { #expect(LatentSounds.decibels(sound, back) > 15) }
  }

  @Test(arguments: [1, 3, 6]) func channels(count: Int) throws {
    let sound = LatentSounds.sound(frames: 9000, channels: count, type: .float)
    let codec = try LatentSounds.codec(sound.properties, step: 0x1p-12)
    let file = try LatentSounds.file(sound, codec)
    let back = try LatentSounds.read(file)
    #expect(back.properties == sound.properties && back.frameCount == 9000)
    #expect(LatentSounds.decibels(sound, back) > 12)
    let tensor = try SoundLatentTensor(reading: MemorySource(file))
    #expect(tensor.shape == [(count + 1) / 2, codec.model.channels, 36])
  }

  @Test("one channel is two equal ones") func mono() throws {
    let mono = LatentSounds.sound(frames: 4000, channels: 1)
    let samples = mono.normalized
    let stereo = AudioBuffer(
      AudioProperties(sampleRate: 44100, channelCount: 2, sampleType: .float), .floats(samples + samples))
    let one = try LatentSounds.codec(mono.properties)
    let two = try LatentSounds.codec(stereo.properties)
    func latents(_ codec: WaveletSoundCodec, _ sound: AudioBuffer) throws -> SoundLatents {
      try codec.analyze(padded(sound, codec.margin), frames: 4000)
    }
    #expect(try latents(one, mono) == latents(two, stereo))
  }

  /// Groups are made of parts of what one group would be made of.
  @Test func groupsHaveNoSeams() throws {
    let frames = 40 * 256
    let sound = LatentSounds.sound(frames: 3 * frames, type: .float)
    var codec = try LatentSounds.codec(sound.properties)
    codec.rateWeight = 0
    let whole = padded(sound, codec.margin)
    let expected = try codec.analyze(whole, frames: 3 * frames)
    let parts = try (0..<3).map { part in
      try codec.analyze(
        whole[part * frames..<(part + 1) * frames + 2 * codec.margin], frames: frames)
    }
    for channel in 0..<codec.model.channels {
      #expect(parts.flatMap { Array($0.row(channel, of: 0)) } == Array(expected.row(channel, of: 0)))
    }
    let one = codec.synthesize(expected, before: nil, after: nil, frames: 3 * frames)
    for part in 0..<3 {
      let made = codec.synthesize(
        parts[part], before: part > 0 ? parts[part - 1] : nil, after: part < 2 ? parts[part + 1] : nil,
        frames: frames)
      #expect(made == one[part * frames..<(part + 1) * frames])
    }
  }

  /// The file's groups, its spans and threads: 300,000 frames are two groups.
  @Test func threadsChangeNothing() throws {
    let sound = LatentSounds.sound(frames: 300_000)
    let codec = try LatentSounds.codec(sound.properties)
    let file = try LatentSounds.file(sound, codec)
    #expect(try LatentSounds.file(sound, codec, threads: 3) == file)
    let back = try LatentSounds.read(file)
    #expect(try LatentSounds.read(file, threads: 3) == back)
    let span = 262_000..<262_300
    let part = try SoundFileReader(MemorySource(file), span: { _ in span }).readAll()
    #expect(part == back[span])
  }

  @Test func sameBitsAtEveryLevel() throws {
    let sound = LatentSounds.sound(frames: 6000)
    let codec = try LatentSounds.codec(sound.properties)
    let best = kernels_best_level()
    defer { kernels_set_level(best) }
    kernels_set_level(Int32(kernels_level_baseline))
    let file = try LatentSounds.file(sound, codec)
    let back = try LatentSounds.read(file)
    for level in 0...best {
      kernels_set_level(level)
      #expect(try LatentSounds.file(sound, codec) == file, "level \(level)")
      #expect(try LatentSounds.read(file) == back, "level \(level)")
    }
  }

  @Test("other rates come back with their length", arguments: [48000, 22050, 8000, 96000])
  func rates(rate: Int) throws {
    let frames = rate / 2 + 17
    let sound = LatentSounds.sound(frames: frames, rate: rate)
    let codec = try LatentSounds.codec(sound.properties, step: 0x1p-12)
    #expect(codec.margin <= codec.groupFrames)
    let back = try LatentSounds.read(LatentSounds.file(sound, codec))
    #expect(back.properties == sound.properties && back.frameCount == frames)
    #expect(LatentSounds.decibels(sound, back) > 10)
  }

  /// Parts of a sound at another rate are those of the whole, near the rounding of the resampler.
  @Test func ratesHaveNoSeams() throws {
    let properties = AudioProperties(sampleRate: 48000, channelCount: 2, sampleType: .float)
    let codec = try LatentSounds.codec(properties)
    let frames = codec.groupFrames
    let sound = LatentSounds.sound(frames: 2 * frames, rate: 48000, type: .float)
    let whole = padded(sound, codec.margin)
    let expected = try codec.analyze(whole, frames: 2 * frames)
    let columns = expected.columns / 2
    let parts = (0..<2).map { part in
      let symbols = (0..<expected.channels).flatMap {
        Array(expected.row($0, of: 0).dropFirst(part * columns).prefix(columns))
      }
      return SoundLatents(shape: [1, expected.channels, columns], symbols: symbols)
    }
    let one = codec.synthesize(expected, before: nil, after: nil, frames: 2 * frames)
    let two = [
      codec.synthesize(parts[0], before: nil, after: parts[1], frames: frames),
      codec.synthesize(parts[1], before: parts[0], after: nil, frames: frames),
    ]
    for part in 0..<2 {
      let difference = zip(one[part * frames..<(part + 1) * frames].normalized, two[part].normalized)
      #expect(difference.allSatisfy { abs($0 - $1) < 1e-4 })
    }
  }

  @Test func ratesThatDoNotFit() throws {
    for rate in [70001, 100, 1_000_003] {
      let properties = AudioProperties(sampleRate: rate, channelCount: 2, sampleType: .float)
      #expect(throws: CodecError.self) { try LatentSounds.codec(properties) }
    }
  }

  @Test("near what PyTorch makes of the same sound") func matchesPyTorch() throws {
    let golden = try LatentSounds.golden("latent-20x")
    let samples = try golden.integers("samples", of: Int16.self, shape: [2, 24 * 256])
    let properties = AudioProperties(sampleRate: 44100, channelCount: 2, sampleType: .integer(bits: 16))
    let sound = AudioBuffer(properties, .integers(samples.map(Int32.init)))
    // Steps as small as symbols allow: what is lost by rounding is less than what is compared.
    var codec = try LatentSounds.codec(properties, step: 0x1p-20)
    codec.rateWeight = 0
    let latents = try codec.analyze(padded(sound, codec.margin), frames: sound.frameCount)
    let expected = try golden.tensor("latents", shape: [codec.model.channels, 24]).values
    let largest = expected.map(abs).max() ?? 0
    #expect(largest > 10)
    let step = codec.modelStep
    for (symbol, value) in zip(latents.symbols, expected) where abs(value) < 32000 * step {
      #expect(abs(Float(symbol) * step - value) < 0.5 * step + 1e-4 * largest)
    }
    let symbols = try golden.integers("symbols", of: Int16.self, shape: [codec.model.channels, 24])
    let unit = codec.with(step: 1 / codec.model.unit)
    let back = unit.synthesize(
      SoundLatents(shape: [1, codec.model.channels, 24], symbols: symbols), before: nil, after: nil,
      frames: sound.frameCount
    ).normalized
    let made = try golden.tensor("synthesis", shape: [2, 24 * 256]).values
    #expect(zip(back, made).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test("the tensor to learn from is what the file holds") func tensor() throws {
    let sound = LatentSounds.sound(frames: 300_000)
    let codec = try LatentSounds.codec(sound.properties)
    let tensor = try SoundLatentTensor(reading: MemorySource(LatentSounds.file(sound, codec)))
    let primary = codec.model.primaryChannels
    #expect(tensor.shape == [1, codec.model.channels, (300_000 + 255) / 256])
    #expect(tensor.primaryChannels == primary && tensor.deviations.count == codec.model.channels)
    #expect(tensor.primarySymbols == Array(tensor.symbols[..<(primary * tensor.shape[2])]))
    #expect(tensor.primarySymbols.contains { $0 != 0 })
    let only = try WaveletSoundCodec(
      model: codec.model, properties: sound.properties, step: codec.stored.stepOverFullScale,
      primaryOnly: true)
    let small = try SoundLatentTensor(reading: MemorySource(LatentSounds.file(sound, only)))
    #expect(small.shape[1] == primary && small.symbols == tensor.primarySymbols)
  }

  private func padded(_ sound: AudioBuffer, _ margin: Int) -> AudioBuffer {
    let silence = AudioBuffer(zeros: margin, sound.properties)
    return AudioBuffer(joining: [silence, sound, silence], properties: sound.properties)
  }
}
