import Bytes
import Container
import Foundation
import Media
import Neural
import TestSupport
import Testing

@testable import Codecs

/// Sounds and files for the tests of the latent models of sounds.
enum LatentSounds {
  static let model = Result { try ModelStore.soundModel(named: "latent-20x") }

  /// Decaying tones that differ between channels, with a little noise.
  static func sound(
    frames: Int, channels: Int = 2, rate: Int = 44100, type: SampleType = .integer(bits: 16)
  ) -> AudioBuffer {
    var random = SeededRandom(UInt64(frames + channels))
    let properties = AudioProperties(sampleRate: rate, channelCount: channels, sampleType: type)
    var values: [Float] = []
    for channel in 0..<channels {
      let tone = 2 * Float.pi * (180 + 61 * Float(channel)) / Float(rate)
      for frame in 0..<frames {
        let decay = exp(-Float(frame % 30_000) / 9000)
        values.append(0.4 * decay * sin(tone * Float(frame)) + Float.random(in: -0.01...0.01, using: &random))
      }
    }
    let floats = AudioProperties(sampleRate: rate, channelCount: channels, sampleType: .float)
    return AudioBuffer(floats, .floats(values)).converted(to: properties)
  }

  static func codec(_ properties: AudioProperties, step: Float = 0x1p-8) throws -> WaveletSoundCodec {
    try WaveletSoundCodec(model: model.get(), properties: properties, step: step)
  }

  static func file(_ sound: AudioBuffer, _ codec: WaveletSoundCodec, threads: Int = 1) throws -> [UInt8] {
    let sink = MemorySink()
    _ = try SoundFileWriter.write(
      PiecewiseReader(sound), codec: codec, scratch: MemoryScratch(), to: sink, threads: threads,
      verifies: true)
    return sink.bytes
  }

  static func read(_ file: [UInt8], threads: Int = 1) throws -> AudioBuffer {
    try SoundFileReader(MemorySource(file), threads: threads).readAll()
  }

  /// Signal over error, in decibels.
  static func decibels(_ sound: AudioBuffer, _ other: AudioBuffer) -> Double {
    var (signal, error) = (0.0, 1e-20)
    for (a, b) in zip(sound.normalized, other.normalized) {
      signal += Double(a * a)
      error += Double((a - b) * (a - b))
    }
    return 10 * log10(signal / error)
  }

  static func golden(_ name: String) throws -> SafeTensors {
    let url = Bundle.module.bundleURL.appending(path: "Goldens/\(name).safetensors")
    return try SafeTensors(bytes: [UInt8](Data(contentsOf: url)))
  }
}

/// A sound in memory that is read in uneven pieces.
private final class PiecewiseReader: AudioReader {
  private let sound: AudioBuffer
  private var position = 0
  let metadata = AudioMetadata()
  var properties: AudioProperties { sound.properties }
  var frameCount: Int? { sound.frameCount }

  init(_ sound: AudioBuffer) { self.sound = sound }

  func read(upTo frameCount: Int) throws(CodecError) -> AudioBuffer? {
    guard position < sound.frameCount else { return nil }
    let end = min(sound.frameCount, position + min(frameCount, 7001))
    defer { position = end }
    return sound[position..<end]
  }
}
