import Bytes
import Container
import ProbabilisticCircuits
import Tables

/// A table as a `.cdc` file, coded with a circuit that is a file of its own.
public struct TableFile: Equatable, Sendable {
  /// What the header of such files calls the codec.
  public static let codecName = "circuit-table"
  /// The type of the chunk that holds the origin of the table.
  static let originChunk = "tabl"

  public var samples: SampleTable
  public var streams: TreeCoder.Streams

  public init(samples: SampleTable, streams: TreeCoder.Streams = .shared) {
    self.samples = samples
    self.streams = streams
  }

  /// Whether the header of a file names this codec.
  public static func recognizes(_ bytes: [UInt8]) -> Bool {
    (try? ImageFile.identity(of: bytes))?.name == codecName
  }

  /// The bytes of the file. The same at any number of threads.
  /// - Throws: `invalidParameter` for samples that the circuit cannot code.
  public func serialized(model: CircuitModel, threads: Int = 1) throws -> [UInt8] {
    try model.check(samples.table)
    let parameters = TableParameters(
      samples, cardinality: model.circuit.cardinalities.max() ?? 1, streams: streams)
    let groups = try TableGroups(parameters: parameters, model: model).encode(samples.table, threads: threads)
    let header = Container.Header(
      codec: Self.codecName, modelDigest: model.digest, parameters: parameters.serialized())
    return Container(header: header, groups: groups, optionalChunks: [samples.origin.chunk]).serialized()
  }

  /// Reads and decodes a whole file.
  /// - Throws: `corruptData`, `limitExceeded`, `unsupported`, and `missingModel` if it was made with another circuit.
  public init(
    parsing bytes: [UInt8], model: CircuitModel, limits: TableLimits = .standard, threads: Int = 1
  ) throws {
    let parts = try Parts(bytes, limits: limits)
    try parts.check(model)
    let table = try TableGroups(parameters: parts.parameters, model: model)
      .decode(parts.container.groups, threads: threads) { _, error in throw error }
    self.init(table, parts)
  }

  /// Reads what is left of a damaged or cut file.
  ///
  /// Rows of groups that are lost are filled with the circuit's most probable sample.
  /// - Returns: the file, and the rows that are lost, in ranges as long as can be.
  /// - Throws: as `init(parsing:model:limits:threads:)`, unless groups alone are damaged.
  public static func recovered(
    from bytes: [UInt8], model: CircuitModel, limits: TableLimits = .standard, threads: Int = 1
  ) throws -> (file: TableFile, lostRows: [Range<Int>]) {
    let parts = try Parts(bytes, limits: limits, toleratesDamage: true)
    try parts.check(model)
    let open = [Int?](repeating: nil, count: parts.parameters.columns)
    let filling = model.probabilities.mostProbableCompletion(of: open).map { UInt16($0) }
    var isLost = [Bool](repeating: false, count: parts.parameters.groupCount)
    let table = try isLost.withUnsafeMutableBufferPointer { isLost in
      // Every group writes to its own place.
      nonisolated(unsafe) let isLost = isLost
      return try TableGroups(parameters: parts.parameters, model: model)
        .decode(parts.container.groups, threads: threads) { group, _ in
          isLost[group] = true
          return filling
        }
    }
    let lost = isLost.indices.filter { isLost[$0] }.map { parts.parameters.rows(of: $0) }
      .reduce(into: [Range<Int>]()) { ranges, rows in
        if let last = ranges.last, last.upperBound == rows.lowerBound {
          ranges[ranges.count - 1] = last.lowerBound..<rows.upperBound
        } else {
          ranges.append(rows)
        }
      }
    return (TableFile(table, parts), lost)
  }

  private init(_ table: IntegerTable, _ parts: Parts) {
    samples = SampleTable(table: table, shape: parts.parameters.shape, origin: parts.origin)
    streams = parts.parameters.streams
  }

  /// What a file says of itself; no circuit is needed and nothing is decoded.
  public static func summary(
    of bytes: [UInt8], limits: TableLimits = .standard
  ) throws(CodecError) -> TableFileSummary {
    let parts = try Parts(bytes, limits: limits)
    return TableFileSummary(
      digest: parts.container.header.modelDigest, rows: parts.parameters.rows,
      shape: parts.parameters.shape, cardinality: parts.parameters.cardinality,
      streams: parts.parameters.streams, originFormat: parts.origin.format,
      groupBytes: parts.container.groups.map(\.payload.count), fileBytes: bytes.count)
  }

  /// A file taken apart and checked, nothing decoded.
  private struct Parts {
    let container: Container
    let parameters: TableParameters
    let origin: TableOrigin

    init(_ bytes: [UInt8], limits: TableLimits, toleratesDamage: Bool = false) throws(CodecError) {
      container = try Container(
        parsing: bytes, tolerateDamagedGroups: toleratesDamage, tolerateCut: toleratesDamage)
      guard container.header.codec == TableFile.codecName else {
        throw .unsupported("a file of codec \(container.header.codec), not a table")
      }
      parameters = try TableParameters(parsing: container.header.parameters, limits: limits)
      guard container.groups.count == parameters.groupCount else {
        throw .corruptData("GRPS: \(container.groups.count) groups, the table has \(parameters.groupCount)")
      }
      origin = try TableOrigin(container)
    }

    func check(_ model: CircuitModel) throws(CodecError) {
      let digest = container.header.modelDigest
      guard digest == model.digest else {
        let needed = ModelIdentity.hexadecimal(digest)
        throw .missingModel("the file needs the circuit with digest \(needed), not \(model.hexadecimal)")
      }
      let cardinalities = model.circuit.cardinalities
      guard parameters.columns == cardinalities.count, parameters.cardinality == cardinalities.max() else {
        throw .corruptData("HEAD: a table of other variables than the circuit's")
      }
    }
  }
}

extension TableOrigin {
  /// The optional chunk that carries this: FORMAT.md, "Table codec".
  fileprivate var chunk: Container.Chunk {
    var writer = ByteWriter()
    writer.write(UInt8(format.utf8.count))
    writer.write(format.utf8)
    writer.write(header)
    return Container.Chunk(type: TableFile.originChunk, payload: writer.bytes)
  }

  /// The inverse of `chunk`. Throws `corruptData` when there is none.
  fileprivate init(_ container: Container) throws(CodecError) {
    guard let chunk = container.optionalChunks.first(where: { $0.type == TableFile.originChunk }) else {
      throw .corruptData("no \(TableFile.originChunk) chunk")
    }
    var reader = ByteReader(chunk.payload)
    let length = Int(try reader.read(UInt8.self, "length of the origin's name"))
    let name = String(decoding: try reader.read(length, "the origin's name"), as: UTF8.self)
    self.init(format: name, header: Array(try reader.read(reader.remaining, "the origin's header")))
  }
}
