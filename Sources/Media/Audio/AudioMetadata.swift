/// What a file says about its sound beyond the samples. Formats leave out what they have no room for.
public struct AudioMetadata: Equatable, Sendable {
  /// A line of text, as in a Vorbis comment.
  public struct Tag: Equatable, Sendable {
    /// ASCII, 0x20 to 0x7D without "=", upper case: TITLE, ARTIST, ALBUM, TRACKNUMBER, DATE, GENRE, COMMENT …
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A chunk of a RIFF file whose content is not interpreted: bext, cue, smpl, iXML, id3 …
  public struct Chunk: Equatable, Sendable {
    /// Four ASCII characters.
    public var id: String
    public var bytes: [UInt8]

    public init(id: String, bytes: [UInt8]) {
      self.id = id
      self.bytes = bytes
    }
  }

  /// In the order of the file; a name may come more than once.
  public var tags: [Tag] = []
  /// Bodies of FLAC's PICTURE blocks: type, media type, text, size, and a whole picture file.
  public var pictures: [[UInt8]] = []
  /// Chunks of a WAV file, in its order.
  public var chunks: [Chunk] = []

  public init() {}

  /// Whether there is nothing to carry.
  public var isEmpty: Bool { self == AudioMetadata() }

  /// The value of the first tag of this name, in any case.
  public subscript(name: String) -> String? {
    let wanted = name.uppercased()
    return tags.first { $0.name == wanted }?.value
  }
}
