import Bytes
import Container
import Media

extension AudioMetadata {
  private static let tagChunk = "tags"
  private static let pictureChunk = "pict"
  private static let riffChunk = "riff"

  /// The optional chunks of a file that carry this: FORMAT.md, "Metadata of sounds".
  var containerChunks: [Container.Chunk] {
    var result: [Container.Chunk] = []
    if !tags.isEmpty {
      var writer = ByteWriter()
      for tag in tags {
        for text in [tag.name, tag.value] {
          writer.write(UInt32(text.utf8.count))
          writer.write(text.utf8)
        }
      }
      result.append(Container.Chunk(type: Self.tagChunk, payload: writer.bytes))
    }
    result += pictures.map { Container.Chunk(type: Self.pictureChunk, payload: $0) }
    result += chunks.filter { $0.id.utf8.count == 4 }.map {
      Container.Chunk(type: Self.riffChunk, payload: Array($0.id.utf8) + $0.bytes)
    }
    return result
  }

  /// The inverse of `containerChunks`. A chunk that is not as FORMAT.md says has no effect.
  init(_ container: [Container.Chunk]) {
    self.init()
    for chunk in container {
      switch chunk.type {
      case Self.tagChunk: tags += (try? Self.tags(of: chunk.payload)) ?? []
      case Self.pictureChunk: pictures.append(chunk.payload)
      case Self.riffChunk where chunk.payload.count >= 4:
        chunks.append(
          Chunk(id: String(decoding: chunk.payload[..<4], as: UTF8.self), bytes: Array(chunk.payload[4...])))
      default: break
      }
    }
  }

  private static func tags(of payload: [UInt8]) throws(CodecError) -> [Tag] {
    var reader = ByteReader(payload)
    var tags: [Tag] = []
    func text() throws(CodecError) -> String {
      let count = Int(try reader.read(UInt32.self, "length of a tag"))
      return String(decoding: try reader.read(count, "a tag"), as: UTF8.self)
    }
    while reader.remaining > 0 { tags.append(Tag(try text(), try text())) }
    return tags
  }
}
