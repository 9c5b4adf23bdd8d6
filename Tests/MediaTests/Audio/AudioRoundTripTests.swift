import Bytes
import Media
import Testing

struct AudioRoundTripTests {
  @Test(arguments: FormatCase.all.indices)
  func everySampleComesBack(_ index: Int) throws {
    let (format, types) = (FormatCase.all[index].format, FormatCase.all[index].types)
    for type in types {
      for channels in 1...6 {
        for frames in AudioBuffer.frameCounts {
          let sound = AudioBuffer.random(
            type, channels: channels, frames: frames, rate: [8000, 44100, 96000][channels % 3],
            speakers: format is AIFFFormat && channels > 2 ? 0 : nil)
          let bytes = try format.write(sound)
          #expect(format.recognizes(Array(bytes.prefix(AudioFormats.headBytes))))
          let result = try AudioFormats.read(bytes)
          #expect(result.sound == sound, "\(format.name) \(type), \(channels) channels, \(frames) frames")
          #expect(result.metadata.isEmpty)
        }
      }
    }
  }

  @Test(arguments: FormatCase.all.indices)
  func piecesAreTheWhole(_ index: Int) throws {
    let (format, types) = (FormatCase.all[index].format, FormatCase.all[index].types)
    for type in types {
      let sound = AudioBuffer.random(type, channels: 2, frames: 5000)
      // Without a known length, in pieces.
      let sink = MemorySink()
      let writer = try format.writer(sink, sound.properties, metadata: AudioMetadata(), frameCount: nil)
      for start in stride(from: 0, to: 5000, by: 777) {
        try writer.write(sound[start..<min(start + 777, 5000)])
      }
      try writer.finish()
      let reader = try AudioFormats.reader(MemorySource(sink.bytes))
      #expect(reader.frameCount == 5000)
      #expect(try readInPieces(reader, of: 313) == sound)
      #expect(try reader.read(upTo: 1) == nil)
    }
  }

  @Test func speakersComeBack() throws {
    for (channels, speakers) in [(1, 0), (2, 0), (2, 0x30), (4, 0x107), (6, 0x60F), (6, 0), (8, 0xFF)]
      as [(Int, UInt32)]
    {
      let sound = AudioBuffer.random(.integer(bits: 16), channels: channels, frames: 5, speakers: speakers)
      #expect(try AudioFormats.read(WAVFormat().write(sound)).sound == sound)
    }
  }

  @Test func manyChannels() throws {
    let sound = AudioBuffer.random(.integer(bits: 24), channels: 40, frames: 99)
    #expect(try AudioFormats.read(WAVFormat().write(sound)).sound == sound)
    #expect(throws: CodecError.self) { try FLACFormat().write(sound) }
  }

  @Test func whatAFormatCannotHoldIsRefused() throws {
    let float = AudioBuffer.random(.float, channels: 1, frames: 5)
    let odd = AudioBuffer.random(.integer(bits: 20), channels: 1, frames: 5)
    for (format, sound) in [
      (FLACFormat(), float), (FLACFormat(), odd), (AIFFFormat(), odd), (OggFormat(), float),
    ]
      as [(any AudioFormat, AudioBuffer)]
    {
      let error = #expect(throws: CodecError.self) { try format.write(sound) }
      if case .invalidParameter(let text)? = error {
        #expect(text.contains("write ."))
      } else {
        Issue.record("\(error as Any)")
      }
    }
  }

  @Test func samplesOutOfRangeAreRefused() throws {
    let narrow = AudioProperties(sampleRate: 8000, channelCount: 1, sampleType: .integer(bits: 16))
    let float = AudioProperties(sampleRate: 8000, channelCount: 1, sampleType: .float)
    for format in FormatCase.all.map(\.format) {
      for value: Int32 in [32768, -32769] {
        #expect(throws: CodecError.invalidParameter("a sample does not fit 16 bits")) {
          try format.write(AudioBuffer(narrow, .integers([0, value])))
        }
      }
    }
    for format: any AudioFormat in [WAVFormat(), AIFFFormat()] {
      for value: Float in [.nan, .infinity] {
        #expect(throws: CodecError.invalidParameter("a sample is not finite")) {
          try format.write(AudioBuffer(float, .floats([0, value])))
        }
      }
    }
  }

  @Test func fewerFramesThanAnnounced() throws {
    for format in FormatCase.all.map(\.format) {
      let sound = AudioBuffer.random(.integer(bits: 16), channels: 2, frames: 10)
      let writer = try format.writer(
        MemorySink(), sound.properties, metadata: AudioMetadata(), frameCount: 11)
      try writer.write(sound)
      #expect(throws: CodecError.self) { try writer.finish() }
    }
  }

  @Test func formatsAreFoundByExtension() {
    for (name, format) in [("WAV", "WAV"), ("flac", "FLAC"), ("aif", "AIFF"), ("oga", "Ogg")] {
      #expect(AudioFormats.named(byExtension: name)?.name == format)
    }
    #expect(AudioFormats.named(byExtension: "png") == nil)
  }

  @Test func piecesOfSounds() {
    let sound = AudioBuffer.random(.float, channels: 3, frames: 10)
    #expect(
      AudioBuffer(joining: [sound[0..<4], sound[4..<4], sound[4..<10]], properties: sound.properties) == sound
    )
    #expect(sound[2..<3].samples == .floats([2, 12, 22].map { sound.normalized[$0] }))
  }
}
