import Bytes

/// The GRPS chunk: length, checksum and final coder state of every group in DATA.
struct GroupTable {
  struct Entry {
    let length: Int
    let checksum: UInt32
    let finalState: UInt32

    init(length: Int, checksum: UInt32, finalState: UInt32) {
      (self.length, self.checksum, self.finalState) = (length, checksum, finalState)
    }

    init(_ group: Container.Group) {
      self.init(
        length: group.payload.count, checksum: CRC32.checksum(group.payload), finalState: group.finalState)
    }
  }

  static let entryBytes = 12

  let entries: [Entry]

  init(_ entries: [Entry]) { self.entries = entries }

  init(of groups: [Container.Group]) { entries = groups.map(Entry.init) }

  /// The inverse of `serialized()`. The count is held against the payload's length before memory is taken.
  init(parsing chunk: RawChunk) throws(CodecError) {
    var reader = ByteReader(chunk.payload)
    let count = Int(try reader.read(UInt32.self, "GRPS: the number of groups"))
    // Compared by division, so that no count can overflow.
    guard reader.remaining % Self.entryBytes == 0, count == reader.remaining / Self.entryBytes else {
      throw .corruptData("\(chunk): \(count) groups do not fit its \(chunk.payload.count) bytes")
    }
    var entries: [Entry] = []
    entries.reserveCapacity(count)
    for _ in 0..<count {
      entries.append(
        Entry(
          length: Int(try reader.read(UInt32.self, "GRPS: a length")),
          checksum: try reader.read(UInt32.self, "GRPS: a CRC-32"),
          finalState: try reader.read(UInt32.self, "GRPS: a final state")))
    }
    self.entries = entries
  }

  /// The payload of the GRPS chunk. The inverse of `init(parsing:)`.
  func serialized() -> [UInt8] {
    precondition(entries.count <= UInt32.max, "more groups than GRPS can count")
    var writer = ByteWriter(capacity: 4 + Self.entryBytes * entries.count)
    writer.write(UInt32(entries.count))
    for entry in entries {
      precondition(entry.length <= UInt32.max, "a group has more bytes than GRPS can tell")
      writer.write(UInt32(entry.length))
      writer.write(entry.checksum)
      writer.write(entry.finalState)
    }
    return writer.bytes
  }

  /// Throws `corruptData` unless the lengths add up to the bytes of DATA.
  func checkTotal(_ length: Int, of chunk: @autoclosure () -> String) throws(CodecError) {
    // At most 2³² lengths below 2³²: the sum fits an Int.
    let total = entries.reduce(0) { $0 + $1.length }
    guard total == length else {
      throw .corruptData("\(chunk()): GRPS lists \(total) bytes of groups, DATA has \(length)")
    }
  }

  /// Cuts DATA into its groups. The lengths have to fill it exactly.
  ///
  /// A group that fails its checksum, or that the file ends in or before, throws, or is marked when `tolerateDamage`
  /// is set.
  func groups(in chunk: RawChunk, tolerateDamage: Bool) throws(CodecError) -> [Container.Group] {
    try checkTotal(chunk.length, of: "\(chunk)")
    var reader = ByteReader(chunk.payload)
    var groups: [Container.Group] = []
    groups.reserveCapacity(entries.count)
    for (index, entry) in entries.enumerated() {
      let position = reader.position
      let payload = try reader.read(min(entry.length, reader.remaining), "DATA: group \(index)")
      let isCut = payload.count < entry.length
      let isDamaged = isCut || CRC32.checksum(payload) != entry.checksum
      guard !isDamaged || tolerateDamage else {
        throw .corruptData("DATA: group \(index) at byte \(position): CRC-32 mismatch")
      }
      groups.append(
        Container.Group(payload: payload, finalState: entry.finalState, isDamaged: isDamaged, isCut: isCut))
    }
    return groups
  }
}
