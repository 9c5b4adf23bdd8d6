import Codecs
import ProbabilisticCircuits
import Tables

/// A circuit measured on a table.
struct EvaluationReport {
  private let samples: Int
  private let variables: Int
  private let circuitBytes: Int
  /// Bits of all samples, in theory.
  private let theory: Double
  private let codedBytes: Int
  private let codedBytesPerSample: Int
  private let compressing: Double
  private let decompressing: Double

  /// Codes and decodes the table.
  /// - Throws: `corruptData` if what is decoded is not what was coded.
  init(_ model: CircuitModel, _ table: SampleTable, threads: Int) throws {
    samples = table.table.rowCount
    variables = table.table.columnCount
    circuitBytes = model.byteCount
    theory = -model.logarithms(table.table, threads: threads).reduce(0, +)
    let clock = ContinuousClock()
    let start = clock.now
    let bytes = try TableFile(samples: table).serialized(model: model, threads: threads)
    let middle = clock.now
    let decoded = try TableFile(parsing: bytes, model: model, threads: threads)
    let end = clock.now
    codedBytes = bytes.count
    compressing = (middle - start) / .seconds(1)
    decompressing = (end - middle) / .seconds(1)
    let apart = TableFile(samples: table, streams: .perSample)
    let apartBytes = try apart.serialized(model: model, threads: threads)
    codedBytesPerSample = apartBytes.count
    guard decoded.samples == table,
      try TableFile(parsing: apartBytes, model: model, threads: threads) == apart
    else { throw ToolError("what was decoded is not what was coded", .corruptData) }
  }

  private func bitsPerValue(_ bits: Double) -> Double { bits / Double(samples) / Double(variables) }
  private var coded: Double { bitsPerValue(8 * Double(codedBytes)) }
  private var codedPerSample: Double { bitsPerValue(8 * Double(codedBytesPerSample)) }

  /// For people.
  var text: String {
    func bits(_ value: Double) -> String { Figures.fixed(value, decimals: 4) + " bits a value" }
    func seconds(_ value: Double) -> String { Figures.fixed(value, decimals: 2) + " s" }
    return """
      samples     \(samples) of \(variables) values
      theory      \(bits(bitsPerValue(theory)))
      coded       \(bits(coded)), \(codedBytes) bytes
      per sample  \(bits(codedPerSample)), \(codedBytesPerSample) bytes
      circuit     \(circuitBytes) bytes
      compress    \(seconds(compressing))
      decompress  \(seconds(decompressing))
      """
  }

  /// For programs.
  var json: JSON {
    .object([
      ("samples", .integer(samples)), ("variables", .integer(variables)),
      ("bits_per_dimension", .real(bitsPerValue(theory))), ("coded_bits_per_dimension", .real(coded)),
      ("coded_bits_per_dimension_per_sample", .real(codedPerSample)), ("coded_bytes", .integer(codedBytes)),
      ("coded_bytes_per_sample", .integer(codedBytesPerSample)), ("circuit_bytes", .integer(circuitBytes)),
      ("compress_seconds", .real(compressing)), ("decompress_seconds", .real(decompressing)),
    ])
  }
}
