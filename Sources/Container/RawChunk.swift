import Bytes

/// A chunk as it lies in the file, before its checksum is looked at: type, payload, stored CRC-32.
struct RawChunk {
  static let head = "HEAD"
  static let groupTable = "GRPS"
  static let data = "DATA"
  /// The required types of this version. A reader refuses any other type that is not optional.
  static let knownRequired = [head, groupTable, data]
  /// Bytes a chunk takes beside its payload: type, length and CRC-32.
  static let frameBytes = 12

  let type: String
  /// The payload, or what is there of it.
  let payload: ArraySlice<UInt8>
  /// Bytes that the payload has by its length field.
  let length: Int
  /// Where the chunk's type stands in the file.
  let position: Int
  private let typeBytes: ArraySlice<UInt8>
  /// Nil when the file ends before it.
  private let storedCRC: UInt32?

  /// Reads one chunk. No memory is taken: the payload is a view. `expected` names the chunk in messages as long
  /// as its own type is not known. One that the file ends in is taken as far as it goes if it is of the type that
  /// may be cut. `filePosition` is where it stands in the file if the reader is not over the whole of it.
  init(
    reading reader: inout ByteReader, expected: String, mayBeCut: String? = nil, filePosition: Int? = nil
  ) throws(CodecError) {
    let position = filePosition ?? reader.position
    guard reader.remaining >= (mayBeCut == nil ? Self.frameBytes : Self.frameBytes - 4) else {
      throw .corruptData(
        "truncated: \(reader.remaining) bytes are left at byte \(position) for the \(expected) chunk")
    }
    let typeBytes = try reader.read(4, "a chunk's type")
    guard typeBytes.allSatisfy(Self.isLetter) else {
      throw .corruptData("no chunk type at byte \(position), where \(expected) is due")
    }
    let type = String(decoding: typeBytes, as: UTF8.self)
    let length = Int(try reader.read(UInt32.self, "the length of the \(type) chunk"))
    let isCut = length > reader.remaining - 4
    guard !isCut || type == mayBeCut else {
      throw .corruptData(
        """
        truncated: the \(type) chunk at byte \(position) claims \(length) bytes and its CRC-32, \
        \(reader.remaining) are left
        """)
    }
    self.type = type
    self.typeBytes = typeBytes
    self.position = position
    self.length = length
    payload = try reader.read(isCut ? min(length, reader.remaining) : length, "the \(type) chunk")
    storedCRC =
      isCut
      ? nil : try reader.read(UInt32.self, "the CRC-32 of the \(type) chunk")
    if isCut { _ = try reader.read(reader.remaining, "what is left of a CRC-32") }
  }

  /// Whether a reader that does not know the type may skip the chunk.
  var isOptional: Bool { Self.isOptional(typeBytes) }

  /// Whether the stored CRC-32 is that of type and payload.
  var isIntact: Bool {
    var crc = CRC32()
    crc.update(typeBytes)
    crc.update(payload)
    return crc.value == storedCRC
  }

  /// Throws `corruptData` unless the chunk is intact.
  func verify() throws(CodecError) {
    guard isIntact else { throw .corruptData("\(self): CRC-32 mismatch") }
  }
}

extension RawChunk {
  /// Whether four letters are the type of a chunk that may be skipped: bit 5 of the first makes it lowercase.
  static func isOptional(_ type: some Collection<UInt8>) -> Bool {
    type.first.map { $0 & 0x20 != 0 } ?? false
  }

  /// Whether a byte is an ASCII letter, as all four of a type are.
  static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}

extension RawChunk: CustomStringConvertible {
  var description: String { "\(type) chunk at byte \(position)" }
}
