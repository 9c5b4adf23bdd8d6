import Bytes

extension Container {
  /// Reads a whole file. The inverse of `serialized()`.
  ///
  /// Group payloads are views into `bytes`; nothing large is copied.
  ///
  /// - Parameters:
  ///   - limits: `fileBytes` bounds the input, `metadataBytes` the optional chunks with their frames.
  ///   - tolerateDamagedGroups: keeps groups that fail their checksum, marked `isDamaged`, instead of throwing.
  ///     Damage anywhere else still throws.
  ///   - tolerateCut: takes a file that ends inside DATA, too; groups that are not whole are marked `isDamaged`. Only with
  ///     `tolerateDamagedGroups`.
  /// - Throws: `corruptData` on a foreign, truncated or damaged file, `unsupported` on a newer version or an
  ///   unknown required chunk, `limitExceeded` on a file or metadata larger than `limits` allow.
  public init(
    parsing bytes: [UInt8], limits: Limits = .standard, tolerateDamagedGroups: Bool = false,
    tolerateCut: Bool = false
  ) throws(CodecError) {
    precondition(tolerateDamagedGroups || !tolerateCut, "a cut file has damaged groups")
    guard bytes.count <= limits.fileBytes else {
      throw .limitExceeded("a file of \(bytes.count) bytes; at most \(limits.fileBytes) are allowed")
    }
    var reader = try Self.reader(of: bytes)
    header = try Header.read(from: &reader)
    let table: GroupTable
    (optionalChunks, table) = try Self.readUpToGroupTable(from: &reader, limits: limits)

    let data = try RawChunk(
      reading: &reader, expected: RawChunk.data, mayBeCut: tolerateCut ? RawChunk.data : nil)
    // A group's own checksum tells which group is damaged, so it is the better judge when damage is tolerated.
    if data.type != RawChunk.data || !tolerateDamagedGroups { try data.verify() }
    guard data.type == RawChunk.data else { throw Self.misplaced(data, expected: RawChunk.data) }
    groups = try table.groups(in: data, tolerateDamage: tolerateDamagedGroups)
    try reader.finish("the file, after its DATA chunk,")
  }

  /// The bytes of the file. The inverse of `init(parsing:limits:tolerateDamagedGroups:)`.
  ///
  /// Traps on a damaged group, whose new checksums would hide the damage, and when all groups together have
  /// 2³² bytes or more.
  public func serialized() -> [UInt8] {
    precondition(groups.allSatisfy { !$0.isDamaged }, "a damaged group cannot be written")
    let head = header.serialized()
    let table = GroupTable(of: groups).serialized()
    let payloads = groups.map(\.payload)
    let optionalBytes = optionalChunks.reduce(0) { $0 + RawChunk.frameBytes + $1.payload.count }
    let groupBytes = payloads.reduce(0) { $0 + $1.count }

    var writer = ByteWriter(
      capacity: Self.signature.count + 3 * RawChunk.frameBytes + head.count + optionalBytes + table.count
        + groupBytes)
    writer.write(Self.signature)
    writer.write(chunk: RawChunk.head, payload: [head[...]])
    for chunk in optionalChunks { writer.write(chunk: chunk.type, payload: [chunk.payload[...]]) }
    writer.write(chunk: RawChunk.groupTable, payload: [table[...]])
    writer.write(chunk: RawChunk.data, payload: payloads)
    return writer.bytes
  }

  static let foreign = CodecError.corruptData(
    "not a .cdc file: it does not begin with the bytes 89 43 44 43")

  /// A cursor behind the signature.
  static func reader(of bytes: [UInt8]) throws(CodecError) -> ByteReader {
    guard recognizes(bytes) else { throw foreign }
    return ByteReader(bytes[signature.count...])
  }

  /// The chunks between HEAD and DATA: optional ones, which are kept, and the group table that ends them.
  private static func readUpToGroupTable(
    from reader: inout ByteReader, limits: Limits
  ) throws(CodecError) -> ([Chunk], GroupTable) {
    var optionalChunks: [Chunk] = []
    var optionalBytes = 0
    while true {
      let chunk = try RawChunk(reading: &reader, expected: RawChunk.groupTable)
      try chunk.verify()
      if chunk.type == RawChunk.groupTable { return (optionalChunks, try GroupTable(parsing: chunk)) }
      guard chunk.isOptional else { throw misplaced(chunk, expected: RawChunk.groupTable) }
      // The frame counts too, so that a flood of empty chunks meets the limit.
      optionalBytes += RawChunk.frameBytes + chunk.payload.count
      guard optionalBytes <= limits.metadataBytes else {
        throw .limitExceeded(
          "\(chunk): more metadata than the \(limits.metadataBytes) bytes that are allowed")
      }
      optionalChunks.append(Chunk(type: chunk.type, payload: Array(chunk.payload)))
    }
  }

  /// The error of an intact chunk that must not stand where it stands.
  static func misplaced(_ chunk: RawChunk, expected: String) -> CodecError {
    if chunk.isOptional || RawChunk.knownRequired.contains(chunk.type) {
      return .corruptData("\(chunk) stands where \(expected) is due")
    }
    return .unsupported("\(chunk): a required chunk this reader does not know")
  }
}
