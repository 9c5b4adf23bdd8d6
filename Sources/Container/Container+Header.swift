import Bytes

extension Container {
  /// The HEAD chunk: which codec and which model made the file, and the codec's parameters.
  public struct Header: Equatable, Sendable {
    /// The format version this module reads and writes.
    public static let version: UInt8 = 1
    /// Bytes of a model digest.
    public static let digestBytes = 16
    /// The most bytes of parameters.
    public static let maximumParameterBytes = 256
    /// The longest codec name.
    public static let maximumNameBytes = 32
    /// A prefix of a file of this many bytes holds its whole header, whatever the header is.
    public static let maximumPrefixBytes =
      signature.count + RawChunk.frameBytes + 2 + maximumNameBytes + digestBytes + maximumParameterBytes

    /// The codec's name, for example `picture` or `latent-16x`: 1 to 32 of a–z, 0–9 and `-`.
    public let codec: String
    /// The first 16 bytes of the SHA-256 of the model that made the file.
    public let modelDigest: [UInt8]
    /// Opaque to the container: at most 256 bytes.
    public let parameters: [UInt8]

    /// A header of valid parts. Traps on a name, digest or parameter count outside the ranges above.
    public init(codec: String, modelDigest: [UInt8], parameters: [UInt8]) {
      precondition(Self.isName(codec.utf8), "\(codec) is not a codec's name")
      precondition(modelDigest.count == Self.digestBytes, "a digest has \(Self.digestBytes) bytes")
      precondition(parameters.count <= Self.maximumParameterBytes, "too many bytes of parameters")
      self.codec = codec
      self.modelDigest = modelDigest
      self.parameters = parameters
    }

    /// Reads only the header, from the first `maximumPrefixBytes` of a file or more; a shorter file whole.
    ///
    /// Throws `corruptData` on a foreign, truncated or damaged file, `unsupported` on a newer format version.
    public init(peeking prefix: [UInt8]) throws(CodecError) {
      var reader = try Container.reader(of: prefix)
      self = try Self.read(from: &reader)
    }

    /// The first chunk, which has to be HEAD.
    static func read(from reader: inout ByteReader) throws(CodecError) -> Header {
      let chunk = try RawChunk(reading: &reader, expected: RawChunk.head)
      guard chunk.type == RawChunk.head else {
        throw .corruptData("the first chunk is \(chunk), not HEAD")
      }
      try chunk.verify()
      return try Header(parsing: chunk)
    }

    /// The inverse of `serialized()`.
    init(parsing chunk: RawChunk) throws(CodecError) {
      var reader = ByteReader(chunk.payload)
      let version = try reader.read(UInt8.self, "HEAD: the format version")
      guard version == Self.version else {
        guard version > Self.version else {
          throw .corruptData("HEAD: no format version \(version), at byte \(chunk.payload.startIndex)")
        }
        throw .unsupported("HEAD: format version \(version); this reader knows up to \(Self.version)")
      }
      let nameBytes = Int(try reader.read(UInt8.self, "HEAD: the length of the codec's name"))
      let namePosition = reader.position
      let name = try reader.read(nameBytes, "HEAD: the codec's name")
      guard Self.isName(name) else {
        throw .corruptData("HEAD: the codec's name at byte \(namePosition) is not 1 to 32 of a-z, 0-9 and -")
      }
      let digest = try reader.read(Self.digestBytes, "HEAD: the model digest")
      guard reader.remaining <= Self.maximumParameterBytes else {
        throw .corruptData(
          "HEAD: \(reader.remaining) bytes of parameters at byte \(reader.position), more than 256")
      }
      let parameters = try reader.read(reader.remaining, "HEAD: the parameters")
      self.init(
        codec: String(decoding: name, as: UTF8.self), modelDigest: Array(digest),
        parameters: Array(parameters))
    }

    /// The payload of the HEAD chunk. The inverse of `init(parsing:)`.
    func serialized() -> [UInt8] {
      var writer = ByteWriter(capacity: 2 + codec.utf8.count + modelDigest.count + parameters.count)
      writer.write(Self.version)
      writer.write(UInt8(codec.utf8.count))
      writer.write(codec.utf8)
      writer.write(modelDigest)
      writer.write(parameters)
      return writer.bytes
    }

    private static func isName(_ name: some Collection<UInt8>) -> Bool {
      (1...maximumNameBytes).contains(name.count)
        && name.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"):
            true
          default: false
          }
        }
    }
  }
}
