import Bytes
import Container
import EntropyCoding
import Media
import TestSupport

@testable import Codecs

/// Sounds and files for the tests of the consistency codec.
enum ConsistencySounds {
  static let model = Result { try ModelStore.consistencyModel(named: "music-64x") }

  static func codec(
    _ properties: AudioProperties, levels: SummaryLevels = .thirtyThree, steps: Int? = nil, seed: UInt64 = 0
  ) throws -> ConsistencyCodec {
    try ConsistencyCodec(
      model: model.get(), properties: properties, levels: levels, steps: steps, seed: seed)
  }

  static func file(_ sound: AudioBuffer, _ codec: ConsistencyCodec, threads: Int = 1) throws -> [UInt8] {
    let sink = MemorySink()
    _ = try SoundFileWriter.write(
      AudioFormats.reader(MemorySource(WAVFormat().write(sound))), codec: codec, scratch: MemoryScratch(),
      to: sink, threads: threads, verifies: true)
    return sink.bytes
  }

  static func read(
    _ file: [UInt8], canSeek: Bool = true, threads: Int = 1, refinement: Refinement? = nil,
    span: Range<Int>? = nil
  ) throws -> AudioBuffer {
    try SoundFileReader(
      MemorySource(file, canSeek: canSeek), threads: threads, refinement: refinement, span: { _ in span }
    ).readAll()
  }

  /// Samples of 16 bits.
  static func properties(channels: Int = 2, rate: Int = 44_100) -> AudioProperties {
    AudioProperties(sampleRate: rate, channelCount: channels, sampleType: .integer(bits: 16))
  }

  /// The latents of a whole sound that is one group.
  static func latents(_ sound: AudioBuffer, _ codec: ConsistencyCodec) throws -> ConsistencyLatents {
    let silence = AudioBuffer(zeros: codec.margin, sound.properties)
    let padded = AudioBuffer(joining: [silence, sound, silence], properties: sound.properties)
    return try codec.analyze(padded, frames: sound.frameCount)
  }
}
