import Bytes
import Media
import Testing

struct AudioMetadataTests {
  private let sound = AudioBuffer.random(.integer(bits: 16), channels: 2, frames: 999)

  private func copy(_ metadata: AudioMetadata, _ format: any AudioFormat) throws -> AudioMetadata {
    let result = try AudioFormats.read(format.write(sound, metadata: metadata))
    #expect(result.sound == sound)
    return result.metadata
  }

  @Test func tagsOfWAV() throws {
    var metadata = AudioMetadata([
      ("TITLE", "Morgenröte"), ("ARTIST", "A"), ("ALBUM", ""), ("TRACKNUMBER", "7"), ("DATE", "2024"),
      ("GENRE", "x"), ("COMMENT", "two\nlines"), ("COPYRIGHT", "©"), ("SOFTWARE", "s"),
      ("IENG", "an engineer"),
    ])
    metadata.chunks = [
      AudioMetadata.Chunk(id: "bext", bytes: Array(0...254)), AudioMetadata.Chunk(id: "id3 ", bytes: []),
    ]
    #expect(try copy(metadata, WAVFormat()) == metadata)
    #expect(metadata["title"] == "Morgenröte" && metadata["x"] == nil)
  }

  @Test func whatWAVHasNoRoomFor() throws {
    var metadata = AudioMetadata([("ALBUMARTIST", "A"), ("TITLE", "T")])
    metadata.pictures = [[1, 2, 3]]
    #expect(try copy(metadata, WAVFormat()) == AudioMetadata([("TITLE", "T")]))
    metadata.chunks = [AudioMetadata.Chunk(id: "long!", bytes: [])]
    #expect(throws: CodecError.self) { try WAVFormat().write(sound, metadata: metadata) }
  }

  @Test func latin1InWAV() throws {
    var bytes = try WAVFormat().write(sound)
    let list = Array("INFOINAM".utf8) + [2, 0, 0, 0, 0xE9, 0]
    bytes += Array("LIST".utf8) + [UInt8(list.count), 0, 0, 0] + list
    #expect(try AudioFormats.read(bytes).metadata == AudioMetadata([("TITLE", "é")]))
  }

  @Test func otherListsAreCarried() throws {
    var metadata = AudioMetadata()
    metadata.chunks = [
      AudioMetadata.Chunk(id: "LIST", bytes: Array("adtlnote".utf8)),
      AudioMetadata.Chunk(id: "LIST", bytes: Array("INFOINAM".utf8) + [9, 0, 0, 0, 65]),
    ]
    #expect(try copy(metadata, WAVFormat()) == metadata)
  }

  @Test func commentsAndPicturesOfFLAC() throws {
    var metadata = AudioMetadata([
      ("TITLE", "Morgenröte"), ("ARTIST", "A"), ("ARTIST", "B"), ("REPLAYGAIN_TRACK_GAIN", "-3 dB"),
      ("EMPTY", ""),
      ("EQUATION", "a=b"),
    ])
    metadata.pictures = [picture(bytes: 100_000), picture(bytes: 0)]
    #expect(try copy(metadata, FLACFormat()) == metadata)
    #expect(try copy(AudioMetadata(), FLACFormat()).isEmpty)
    metadata.tags = [AudioMetadata.Tag("A=B", "")]
    #expect(throws: CodecError.self) { try FLACFormat().write(sound, metadata: metadata) }
  }

  /// Four numbers and three lengths: of the media type, of a text, of the picture's file.
  private func picture(bytes: Int) -> [UInt8] {
    let size = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bytes >> $0) }
    return [0, 0, 0, 3, 0, 0, 0, 9] + Array("image/png".utf8) + [0, 0, 0, 1, 65]
      + Array(repeating: 0, count: 16)
      + size + Array(repeating: 7, count: bytes)
  }

  @Test func brokenPicturesAreRefused() throws {
    let whole = picture(bytes: 3)
    for bytes in [whole.dropLast(), whole + [0], [], whole.prefix(20)].map(Array.init) {
      var metadata = AudioMetadata()
      metadata.pictures = [bytes]
      #expect(throws: CodecError.self) { try FLACFormat().write(sound, metadata: metadata) }
    }
  }

  @Test func textsOfAIFF() throws {
    let metadata = AudioMetadata([("TITLE", "T"), ("ARTIST", "A"), ("COMMENT", "C"), ("COPYRIGHT", "R")])
    #expect(try copy(metadata, AIFFFormat()) == metadata)
  }

  @Test func tooMuchMetadata() throws {
    var metadata = AudioMetadata()
    metadata.chunks = [AudioMetadata.Chunk(id: "bext", bytes: Array(repeating: 1, count: 5000))]
    metadata.pictures = [picture(bytes: 5000)]
    var limits = Limits()
    limits.metadataBytes = 4999
    for format: any AudioFormat in [WAVFormat(), FLACFormat()] {
      let bytes = try format.write(sound, metadata: metadata)
      let error = #expect(throws: CodecError.self) { try AudioFormats.read(bytes, limits: limits).metadata }
      if case .limitExceeded? = error {} else { Issue.record("\(error as Any)") }
    }
  }
}
