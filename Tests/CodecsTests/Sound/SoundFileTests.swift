import Bytes
import Container
import Media
import TestSupport
import Testing

@testable import Codecs

/// The file of a sound, whatever its codec is: a codec that stores samples as they are, with groups of ten frames and a
/// margin of three, shows what the layer above codecs does.
struct SoundFileTests {
  /// Latents are the samples with their margins: synthesis can see whether it was given the right neighbours.
  private struct StoringCodec: GroupedSoundCodec, DecodableSoundCodec {
    typealias Latents = AudioBuffer

    let properties: AudioProperties
    var identity: ModelIdentity { ModelIdentity(name: "store", digest: [UInt8](repeating: 7, count: 16)) }
    let parameters: [UInt8] = [1, 2]
    let groupFrames = 10
    let margin = 3

    func analyze(_ sound: AudioBuffer, frames: Int) throws(CodecError) -> AudioBuffer {
      #expect(sound.frameCount == frames + 6)
      return sound
    }

    func write(_ latents: AudioBuffer) -> Container.Group {
      guard case .integers(let values) = latents.samples else { preconditionFailure("integers only") }
      var writer = ByteWriter()
      for value in values { writer.write(value) }
      return Container.Group(payload: writer.bytes, finalState: UInt32(latents.frameCount))
    }

    func read(_ group: Container.Group, frames: Int) throws(CodecError) -> AudioBuffer {
      var reader = ByteReader(group.payload)
      var values: [Int32] = []
      while reader.remaining > 0 { values.append(try reader.read(Int32.self, "a sample")) }
      guard values.count == (frames + 6) * properties.channelCount else { throw .corruptData("wrong length") }
      return AudioBuffer(properties, .integers(values))
    }

    func synthesize(
      _ latents: AudioBuffer, before: AudioBuffer?, after: AudioBuffer?, frames: Int
    ) -> AudioBuffer {
      // What a group sees of its neighbours is what they hold themselves; beyond the ends there is silence.
      let lead = before.map { $0[$0.frameCount - 6..<$0.frameCount - 3] }
      #expect(latents[0..<3] == lead ?? AudioBuffer(zeros: 3, properties))
      if let after {
        let count = min(3, after.frameCount - 6)
        #expect(latents[3 + frames..<3 + frames + count] == after[3..<3 + count])
      } else {
        #expect(latents[3 + frames..<6 + frames] == AudioBuffer(zeros: 3, properties))
      }
      return latents[3..<3 + frames]
    }
  }

  private static let properties = AudioProperties(
    sampleRate: 100, channelCount: 2, sampleType: .integer(bits: 20), speakers: 0)

  private static func sound(_ frames: Int) -> AudioBuffer {
    AudioBuffer(properties, .integers((0..<2 * frames).map { Int32($0 * 7919 % 1000) - 400 }))
  }

  private static let codec = StoringCodec(properties: properties)

  private static func file(_ sound: AudioBuffer, threads: Int = 1) throws -> [UInt8] {
    let sink = MemorySink(isSeekable: false)
    let reader = try AudioFormats.reader(MemorySource(WAVFormat().write(sound)))
    let summary = try SoundFileWriter.write(
      reader, codec: codec, scratch: MemoryScratch(), to: sink, threads: threads, verifies: true)
    #expect(summary.fileBytes == sink.bytes.count)
    #expect(summary.frameCount == sound.frameCount)
    return sink.bytes
  }

  private static func reader(
    _ source: any ByteSource, threads: Int = 1, span: Range<Int>? = nil
  ) throws(CodecError) -> SoundFileReader {
    try SoundFileReader(source, threads: threads, span: { _ in span }) {
      (_, parameters) throws(CodecError) in StoringCodec(properties: parameters.properties)
    }
  }

  @Test(arguments: [0, 1, 9, 10, 11, 13, 19, 20, 57], [1, 3]) func thereAndBack(frames: Int, threads: Int)
    throws
  {
    let sound = Self.sound(frames)
    let file = try Self.file(sound, threads: threads)
    #expect(try file == Self.file(sound))
    for canSeek in [true, false] {
      let reader = try Self.reader(MemorySource(file, canSeek: canSeek), threads: threads)
      #expect(reader.properties == Self.properties)
      #expect(reader.frameCount == frames)
      #expect(try reader.readAll() == sound)
    }
    let reader = try Self.reader(MemorySource(file), threads: threads)
    var pieces: [AudioBuffer] = []
    while let piece = try reader.read(upTo: 7) { pieces.append(piece) }
    #expect(pieces.allSatisfy { (1...7).contains($0.frameCount) })
    #expect(AudioBuffer(joining: pieces, properties: Self.properties) == sound)
  }

  @Test func everySpan() throws {
    let sound = Self.sound(35)
    let file = try Self.file(sound)
    for start in 0..<35 {
      for end in start + 1...35 {
        let reader = try Self.reader(MemorySource(file), threads: 2, span: start..<end)
        #expect(try reader.readAll() == sound[start..<end])
      }
    }
    #expect(throws: CodecError.self) { try Self.reader(MemorySource(file), span: 35..<35) }
    #expect(throws: CodecError.self) { try Self.reader(MemorySource(file), span: 30..<36) }
  }

  /// A span does not look at groups that it does not need.
  @Test func spansPassOverDamage() throws {
    let sound = Self.sound(50)
    var file = try Self.file(sound)
    file[file.count - 5] ^= 1
    #expect(try Self.reader(MemorySource(file), span: 5..<25).readAll() == sound[5..<25])
    #expect(throws: CodecError.self) { try Self.reader(MemorySource(file)).readAll() }
  }

  @Test(arguments: [true, false]) func everyTruncationAndChangeThrows(canSeek: Bool) throws {
    let file = try Self.file(Self.sound(12))
    for length in file.indices {
      #expect(throws: CodecError.self, "\(length) bytes") {
        try Self.reader(MemorySource(Array(file[..<length]), canSeek: canSeek)).readAll()
      }
    }
    for index in file.indices {
      var damaged = file
      damaged[index] ^= 0x10
      #expect(throws: CodecError.self, "byte \(index)") {
        try Self.reader(MemorySource(damaged, canSeek: canSeek)).readAll()
      }
    }
  }

  @Test func parametersThereAndBack() throws {
    for type in [SampleType.float, .integer(bits: 8), .integer(bits: 32)] {
      let properties = AudioProperties(sampleRate: 192_000, channelCount: 6, sampleType: type)
      let parameters = SoundParameters(properties, frameCount: 1 << 40, groupFrames: 1 << 22, codec: [3, 4])
      #expect(try SoundParameters(parsing: parameters.serialized(), limits: .standard) == parameters)
    }
  }

  @Test func metadataThereAndBack() {
    var metadata = AudioMetadata()
    metadata.tags = [.init("TITLE", "ä\n"), .init("TITLE", ""), .init("X", "y")]
    metadata.pictures = [[1, 2], []]
    metadata.chunks = [.init(id: "bext", bytes: [9]), .init(id: "cue ", bytes: [])]
    #expect(AudioMetadata(metadata.containerChunks) == metadata)
    #expect(
      AudioMetadata([.init(type: "tags", payload: [1, 2, 3]), .init(type: "riff", payload: [1])]).isEmpty)
  }
}
