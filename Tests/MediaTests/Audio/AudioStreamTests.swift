import Bytes
import Media
import Testing

struct AudioStreamTests {
  private let sound = AudioBuffer.random(.integer(bits: 24), channels: 3, frames: 1001)

  private func streamed(frameCount: Int?, metadata: AudioMetadata = AudioMetadata()) throws -> [UInt8] {
    let sink = MemorySink(isSeekable: false)
    let writer = try WAVFormat().writer(sink, sound.properties, metadata: metadata, frameCount: frameCount)
    try writer.write(sound)
    try writer.finish()
    return sink.bytes
  }

  @Test(arguments: [nil, 1001])
  func pipesCarryWAV(_ frameCount: Int?) throws {
    let bytes = try streamed(frameCount: frameCount)
    for canSeek in [false, true] {
      let reader = try AudioFormats.reader(MemorySource(bytes, canSeek: canSeek))
      #expect(reader.frameCount == (canSeek ? 1001 : frameCount))
      #expect(try readInPieces(reader, of: 100) == sound)
      #expect(try reader.read(upTo: 1) == nil)
    }
    // A known length makes the file that a sink that seeks gets.
    if frameCount != nil { #expect(try bytes == WAVFormat().write(sound)) }
  }

  @Test func metadataBehindTheSamplesOfAPipe() throws {
    var bytes = try WAVFormat().write(sound)
    let tail: [UInt8] = Array("cue ".utf8) + [3, 0, 0, 0, 7, 8, 9, 0]
    bytes += tail
    for canSeek in [false, true] {
      let reader = try AudioFormats.reader(MemorySource(bytes, canSeek: canSeek))
      #expect(reader.metadata.chunks.count == (canSeek ? 1 : 0))
      #expect(try reader.readAll() == sound)
      #expect(reader.metadata.chunks == [AudioMetadata.Chunk(id: "cue ", bytes: [7, 8, 9])])
    }
  }

  @Test func cutPipes() throws {
    let known = try streamed(frameCount: 1001)
    let unknown = try streamed(frameCount: nil)
    // The last byte is padding, which many files lack; a frame has nine.
    for missing in [2, 9, 10, 4000] {
      let reader = try AudioFormats.reader(MemorySource(known.dropLast(missing), canSeek: false))
      #expect(throws: CodecError.self) { try reader.readAll().frameCount }
    }
    let whole = try AudioFormats.reader(MemorySource(unknown.dropLast(9), canSeek: false))
    #expect(try whole.readAll() == sound[0..<1000])
    let cut = try AudioFormats.reader(MemorySource(unknown.dropLast(10), canSeek: false))
    #expect(throws: CodecError.self) { try cut.readAll().frameCount }
  }

  @Test func otherFormatsWantToSeek() throws {
    for format: any AudioFormat in [FLACFormat(), AIFFFormat()] {
      let pipe = MemorySource(try format.write(sound), canSeek: false)
      #expect(throws: CodecError.unsupported("\(format.name) is read from files, not from streams")) {
        try AudioFormats.reader(pipe)
      }
      #expect(throws: CodecError.self) {
        try format.writer(
          MemorySink(isSeekable: false), sound.properties, metadata: AudioMetadata(), frameCount: nil)
      }
    }
  }
}
