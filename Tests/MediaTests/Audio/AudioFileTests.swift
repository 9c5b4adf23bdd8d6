import Bytes
import Testing

@testable import Media

/// Files byte by byte, and those too long to be made whole.
struct AudioFileTests {
  @Test func aPlainWAVFile() throws {
    let properties = AudioProperties(sampleRate: 44100, channelCount: 2, sampleType: .integer(bits: 16))
    let sound = AudioBuffer(properties, .integers([1, -2, 256, -32768]))
    let expected: [UInt8] =
      Array("RIFF".utf8) + [44, 0, 0, 0] + Array("WAVEfmt ".utf8) + [16, 0, 0, 0, 1, 0, 2, 0]
      + [0x44, 0xAC, 0, 0, 0x10, 0xB1, 2, 0, 4, 0, 16, 0] + Array("data".utf8) + [8, 0, 0, 0]
      + [1, 0, 0, 1, 0xFE, 0xFF, 0, 0x80]
    #expect(try WAVFormat().write(sound) == expected)
  }

  @Test func anExtensibleWAVFile() throws {
    let properties = AudioProperties(
      sampleRate: 8000, channelCount: 1, sampleType: .integer(bits: 20), speakers: 0x8)
    let bytes = try WAVFormat().write(AudioBuffer(properties, .integers([-1])))
    let format: [UInt8] =
      [0xFE, 0xFF, 1, 0, 0x40, 0x1F, 0, 0, 0xC0, 0x5D, 0, 0, 3, 0, 24, 0, 22, 0, 20, 0, 8, 0, 0, 0]
      + [1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
    #expect(Array(bytes[20..<60]) == format)
    #expect(Array(bytes[60...]) == Array("data".utf8) + [3, 0, 0, 0, 0xF0, 0xFF, 0xFF, 0])
  }

  @Test func bytesAreUnsignedInWAV() throws {
    let properties = AudioProperties(sampleRate: 8000, channelCount: 1, sampleType: .integer(bits: 8))
    let bytes = try WAVFormat().write(AudioBuffer(properties, .integers([-128, 0, 127])))
    #expect(bytes[44...].elementsEqual([0, 128, 255, 0]))
  }

  @Test func eightBitsOfAIFF() throws {
    let file: [UInt8] =
      Array("FORM".utf8) + [0, 0, 0, 50] + Array("AIFFCOMM".utf8) + [0, 0, 0, 18, 0, 1, 0, 0, 0, 3, 0, 8]
      + [0x40, 0x0B, 0xFA, 0, 0, 0, 0, 0, 0, 0] + Array("SSND".utf8) + [0, 0, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0]
      + [1, 0x80, 0x7F, 0]
    let sound = try AudioFormats.read(file).sound
    #expect(
      sound.properties == AudioProperties(sampleRate: 8000, channelCount: 1, sampleType: .integer(bits: 8)))
    #expect(sound.samples == .integers([1, -128, 127]))
  }

  /// A file over the length of RIFF becomes RF64: tried with that length lowered.
  @Test(arguments: [nil, 1001])
  func longFilesAreRF64(_ frameCount: Int?) throws {
    let sound = AudioBuffer.random(.float, channels: 1, frames: 1001)
    let metadata = AudioMetadata([("TITLE", "T")])
    for (longest, type) in [(1 << 12, "RF64"), (1 << 14, "RIFF")] {
      let sink = MemorySink()
      let writer = try WAVWriter(
        sink, sound.properties, metadata: metadata, frameCount: frameCount, longest: longest)
      try writer.write(sound)
      try writer.finish()
      #expect(sink.bytes.starts(with: type.utf8))
      let result = try AudioFormats.read(sink.bytes)
      #expect(result.sound == sound && result.metadata == metadata)
      // A pipe of known length is one that has a known length, RF64 or not.
      let reader = try AudioFormats.reader(MemorySource(sink.bytes, canSeek: false))
      #expect(reader.frameCount == 1001)
      #expect(try reader.readAll() == sound)
    }
  }

  /// Three hours of two channels of floats are over 4 GB only at high rates: here is the header of six.
  @Test func theHeaderOfALongFile() throws {
    let properties = AudioProperties(sampleRate: 96000, channelCount: 2, sampleType: .float)
    let frameCount = 6 * 3600 * 96000
    let sink = MemorySink(isSeekable: false)
    _ = try WAVFormat().writer(sink, properties, metadata: AudioMetadata(), frameCount: frameCount)
    let reader = try AudioFormats.reader(MemorySource(sink.bytes, canSeek: false))
    #expect(sink.bytes.starts(with: "RF64".utf8) && reader.frameCount == frameCount)
    #expect(throws: CodecError.self) { try reader.read(upTo: 1) }
    #expect(throws: CodecError.self) { try reader.readAll() }
  }
}
