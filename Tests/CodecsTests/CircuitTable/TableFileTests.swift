import Bytes
import Container
import Foundation
import ProbabilisticCircuits
import Tables
import TestSupport
import Testing

@testable import Codecs

struct TableFileTests {
  @Test(arguments: [TinyCircuits.learned, TinyCircuits.general], [TreeCoder.Streams.shared, .perSample])
  func roundTrip(circuit: [UInt8], streams: TreeCoder.Streams) throws {
    let model = try CircuitModel(file: circuit)
    #expect((model.coder is TreeCoder) == (circuit == TinyCircuits.learned))
    for rows in [1, 2, 1024, 1025] where streams == .shared || rows < 100 {
      let file = TableFile(samples: TinyCircuits.table(rows: rows, seed: 9), streams: streams)
      let bytes = try file.serialized(model: model)
      #expect(try TableFile(parsing: bytes, model: model) == file)
      #expect(TableFile.recognizes(bytes))
      #expect(try TableFile.recovered(from: bytes, model: model).lostRows.isEmpty)
    }
  }

  /// Several groups, on several threads; what is coded is as long as theory says.
  @Test func groupsAndThreads() throws {
    let model = try CircuitModel(file: TinyCircuits.learned)
    let samples = TinyCircuits.table(rows: 25_000, seed: 3)
    let file = TableFile(samples: samples)
    let bytes = try file.serialized(model: model)
    #expect(try file.serialized(model: model, threads: 3) == bytes)
    #expect(try TableFile(parsing: bytes, model: model, threads: 2) == file)
    let summary = try TableFile.summary(of: bytes)
    #expect(summary.groupBytes.count == 3 && summary.rows == 25_000 && summary.shape == [2, 3])
    #expect(summary.cardinality == 5 && summary.originFormat == "npy" && summary.digest == model.digest)
    let logarithms = model.logarithms(samples.table, threads: 2)
    #expect(logarithms == model.logarithms(samples.table, threads: 1))
    let theory = -logarithms.reduce(0, +)
    let coded = 8 * Double(summary.groupBytes.reduce(0, +))
    #expect(coded > theory * 0.9999 && coded < theory * 1.002 + 3 * 64)
    #expect(
      abs(logarithms[7] - model.probabilities.logLikelihood(samples.table.row(7).map { $0 }) / log(2)) < 1e-9)
  }

  @Test func tablesThatDoNotFit() throws {
    let model = try CircuitModel(file: TinyCircuits.learned)
    let narrow = IntegerTable(rowCount: 2, columnCount: 5, columns: [UInt16](repeating: 0, count: 10))
    var values = [UInt16](repeating: 4, count: 12)
    values[2 * 3 + 1] = 5
    let large = IntegerTable(rowCount: 2, columnCount: 6, columns: values)
    let origin = TableOrigin(format: "npy", header: [])
    for (table, message) in [
      (narrow, "samples of 5 values; the circuit is for 6"),
      (large, "sample 1, place 3: value 5; the circuit codes 0 to 4"),
    ] {
      let file = TableFile(samples: SampleTable(table: table, shape: [table.columnCount], origin: origin))
      #expect(throws: CodecError.invalidParameter(message)) { try file.serialized(model: model) }
    }
  }

  @Test func otherCircuitsAndCodecs() throws {
    let model = try CircuitModel(file: TinyCircuits.learned)
    let bytes = try TableFile(samples: TinyCircuits.table(rows: 3)).serialized(model: model)
    let other = try CircuitModel(file: TinyCircuits.general)
    #expect {
      try TableFile(parsing: bytes, model: other)
    } throws: {
      if case .missingModel(let message)? = $0 as? CodecError {
        message.contains(model.hexadecimal)
      } else {
        false
      }
    }
    let container = try Container(parsing: bytes)
    let header = Container.Header(
      codec: "picture", modelDigest: model.digest, parameters: container.header.parameters)
    let picture = Container(
      header: header, groups: container.groups, optionalChunks: container.optionalChunks)
    #expect(throws: CodecError.self) { try TableFile(parsing: picture.serialized(), model: model) }
    let bare = Container(header: container.header, groups: container.groups)
    #expect(throws: CodecError.self) { try TableFile(parsing: bare.serialized(), model: model) }
  }

  /// A damaged group and those behind a cut are filled with the most probable sample; the others are as they were.
  @Test func recovery() throws {
    let model = try CircuitModel(file: TinyCircuits.learned)
    let samples = TinyCircuits.table(rows: 25_000, seed: 3)
    let bytes = try TableFile(samples: samples).serialized(model: model)
    let lengths = try TableFile.summary(of: bytes).groupBytes
    let data = bytes.count - 4 - lengths.reduce(0, +)
    let best = model.probabilities.mostProbableCompletion(of: [nil, nil, nil, nil, nil, nil])
    func check(_ damaged: [UInt8], lost: [Range<Int>]) throws {
      #expect(throws: CodecError.self) { try TableFile(parsing: damaged, model: model) }
      let (file, rows) = try TableFile.recovered(from: damaged, model: model, threads: 2)
      #expect(rows == lost)
      for row in stride(from: 0, to: 25_000, by: 7) {
        let expected = lost.contains { $0.contains(row) } ? best : samples.table.row(row)
        #expect(file.samples.table.row(row) == expected)
      }
      #expect(file.samples.origin == samples.origin && file.samples.shape == samples.shape)
    }
    var broken = bytes
    broken[data + lengths[0] + 5] ^= 1
    try check(broken, lost: [10_240..<20_480])
    broken[data + lengths[0] + 5] ^= 1
    broken[data + 1] ^= 1
    broken[data + lengths[0] + lengths[1] + 1] ^= 1
    try check(broken, lost: [0..<10_240, 20_480..<25_000])
    try check(Array(bytes[..<(data + lengths[0] + 5)]), lost: [10_240..<25_000])
    try check(Array(bytes[..<data]), lost: [0..<25_000])
    try check(Array(bytes.dropLast(5)), lost: [20_480..<25_000])
    #expect(throws: CodecError.self) {
      try TableFile.recovered(from: Array(bytes[..<(data - 5)]), model: model)
    }
    // Only the last checksum is missing.
    #expect(try TableFile.recovered(from: Array(bytes.dropLast(2)), model: model).lostRows.isEmpty)
  }

  /// As deep as the limits allow: recursion down the tree fits the stack of any thread.
  @Test func deepTrees() throws {
    let count = 2000
    var random = SeededRandom(5)
    let chain = VariableTree(parents: (0..<count).map { $0 == 0 ? nil : $0 - 1 })
    let circuit = Circuit(
      hiddenTree: chain, cardinalities: [Int](repeating: 2, count: count), states: 2, using: &random)
    let model = try CircuitModel(file: circuit.quantized().serialized())
    #expect(CircuitOutline(model.circuit).depth == count)
    let values = (0..<1100 * count).map { _ in UInt16(random.next(below: 2)) }
    let table = IntegerTable(rowCount: 1100, columnCount: count, columns: values)
    let samples = SampleTable(table: table, shape: [count], origin: TableOrigin(format: "idx", header: []))
    let bytes = try TableFile(samples: samples).serialized(model: model, threads: 2)
    #expect(try TableFile(parsing: bytes, model: model, threads: 2).samples == samples)
  }

  private struct Sum: Equatable {
    var count: Int
    var checksum: UInt32
  }

  /// Without the last four bytes: the CRC-32 of a whole that ends in its own is the same for all.
  private static func sum(_ bytes: [UInt8]) -> Sum {
    Sum(count: bytes.count, checksum: CRC32.checksum(bytes.dropLast(4)))
  }

  /// The bytes are the format: circuit file, coded table, final states.
  @Test func golden() throws {
    let model = try CircuitModel(file: TinyCircuits.general)
    let shared = try TableFile(samples: TinyCircuits.table(rows: 300, seed: 12)).serialized(model: model)
    #expect(Self.sum(TinyCircuits.general) == Sum(count: 194, checksum: 1_267_187_554))
    #expect(Self.sum(shared) == Sum(count: 787, checksum: 3_836_048_044))
    var random = SeededRandom(2)
    let tree = VariableTree(parents: [nil, 0, 1, 1, 0, 4])
    let hidden = Circuit(
      hiddenTree: tree, cardinalities: [Int](repeating: 5, count: 6), states: 7, using: &random)
    let file = hidden.quantized().serialized()
    let apart = try TableFile(samples: TinyCircuits.table(rows: 300, seed: 12), streams: .perSample)
      .serialized(model: CircuitModel(file: file))
    #expect(Self.sum(file) == Sum(count: 435, checksum: 1_514_863_958))
    #expect(Self.sum(apart) == Sum(count: 1115, checksum: 2_386_548_512))
  }

  @Test func outlines() throws {
    let outline = CircuitOutline(try CircuitModel(file: TinyCircuits.general).circuit)
    #expect(outline.inputs == 6 && outline.products == 5 && outline.sums == 5)
    #expect(outline.states == 3 && outline.depth == 3)
    // Six variables, sixteen layers; scopes of 1, three times 2 twice, 4 twice, 6 twice.
    #expect(outline.preparationSteps == 6 * 16 + 6 + 6 * 4 + 2 * 16 + 2 * 36)
    #expect(outline.parameters == 6 * 15 + 3 * 6 + 4 + 2)
  }
}
