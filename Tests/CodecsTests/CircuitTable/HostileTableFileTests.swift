import Bytes
import Container
import ProbabilisticCircuits
import Tables
import TestSupport
import Testing

@testable import Codecs

struct HostileTableFileTests {
  private static func model() throws -> CircuitModel { try CircuitModel(file: TinyCircuits.learned) }

  /// Every byte of a circuit file changed or cut off.
  @Test func damagedCircuits() throws {
    let bytes = TinyCircuits.learned
    for index in bytes.indices {
      for flip: UInt8 in [0x01, 0x80, 0xFF] {
        var broken = bytes
        broken[index] ^= flip
        #expect(throws: CodecError.self) { try CircuitModel(file: broken) }
      }
      #expect(throws: CodecError.self) { try CircuitModel(file: Array(bytes[..<index])) }
    }
  }

  /// The same under right checksums: an error, or a circuit that codes without loss.
  @Test func circuitsThatLie() throws {
    let bytes = TinyCircuits.learned
    var accepted = 0
    for index in 5..<bytes.count - 4 {
      for flip: UInt8 in [0x01, 0x10, 0x80, 0xFF] {
        var broken = Array(bytes.dropLast(4))
        broken[index] ^= flip
        var file = ByteWriter()
        file.write(broken)
        file.write(CRC32.checksum(broken))
        guard let model = try? CircuitModel(file: file.bytes) else { continue }
        accepted += 1
        let columns = model.circuit.cardinalities.count
        let table = IntegerTable(
          rowCount: 2, columnCount: columns,
          columns: model.circuit.cardinalities.flatMap { [0, UInt16($0 - 1)] })
        let samples = SampleTable(
          table: table, shape: [columns], origin: TableOrigin(format: "idx", header: []))
        let coded = try TableFile(samples: samples).serialized(model: model)
        #expect(try TableFile(parsing: coded, model: model).samples == samples)
      }
    }
    #expect(accepted < bytes.count / 4)
  }

  @Test(arguments: [TreeCoder.Streams.shared, .perSample])
  func damagedTables(streams: TreeCoder.Streams) throws {
    let model = try Self.model()
    let bytes = try TableFile(samples: TinyCircuits.table(rows: 40), streams: streams).serialized(
      model: model)
    for index in bytes.indices {
      for flip: UInt8 in [0x01, 0x20, 0x80, 0xFF] {
        var broken = bytes
        broken[index] ^= flip
        #expect(throws: CodecError.self) { try TableFile(parsing: broken, model: model) }
        _ = try? TableFile.recovered(from: broken, model: model)
      }
      let cut = Array(bytes[..<index])
      #expect(throws: CodecError.self) { try TableFile(parsing: cut, model: model) }
      if let (file, lost) = try? TableFile.recovered(from: cut, model: model) {
        #expect(file.samples.table.rowCount == 40 && lost.count <= 1)
      }
    }
  }

  /// Payloads that only the final state and the lengths of streams can tell.
  @Test(arguments: [TreeCoder.Streams.shared, .perSample])
  func payloadsUnderRightChecksums(streams: TreeCoder.Streams) throws {
    let model = try Self.model()
    let samples = TinyCircuits.table(rows: 40)
    let container = try Container(
      parsing: TableFile(samples: samples, streams: streams).serialized(model: model))
    let group = container.groups[0]
    // The last bits of a stream may differ and mean the same symbols: then the table is what it was.
    func error(_ payload: [UInt8], state: UInt32 = group.finalState) -> CodecError? {
      let broken = Container(
        header: container.header, groups: [.init(payload: payload, finalState: state)],
        optionalChunks: container.optionalChunks)
      do {
        let file = try TableFile(parsing: broken.serialized(), model: model)
        #expect(file.samples.table == samples.table)
        return nil
      } catch {
        return error as? CodecError
      }
    }
    let payload = Array(group.payload)
    #expect(error(payload) == nil && error(payload, state: group.finalState ^ 1) != nil)
    var found = 0
    for index in payload.indices {
      var broken = payload
      broken[index] ^= 0x40
      if error(broken) != nil { found += 1 }
    }
    #expect(found * 20 > payload.count * 19)
    #expect(error([]) != nil && error([UInt8](repeating: 0xFF, count: 300)) != nil)
  }

  @Test func parametersThatLie() throws {
    let model = try Self.model()
    let container = try Container(
      parsing: TableFile(samples: TinyCircuits.table(rows: 40)).serialized(model: model))
    func error(_ change: (inout [UInt8]) -> Void) -> CodecError? {
      var parameters = container.header.parameters
      change(&parameters)
      let header = Container.Header(
        codec: container.header.codec, modelDigest: model.digest, parameters: parameters)
      let file = Container(header: header, groups: container.groups, optionalChunks: container.optionalChunks)
      do {
        _ = try TableFile(parsing: file.serialized(), model: model)
        return nil
      } catch {
        return error as? CodecError
      }
    }
    #expect(error { _ in } == nil)
    for place in container.header.parameters.indices {
      for flip: UInt8 in [1, 2, 0x80, 0xFF] { #expect(error { $0[place] ^= flip } != nil, "byte \(place)") }
    }
    for length in container.header.parameters.indices {
      #expect(error { $0.removeSubrange(length...) } != nil)
    }
    #expect(error { $0.append(0) } != nil)
    let huge: [UInt8] = [255, 255, 255, 255]
    #expect(
      error { $0.replaceSubrange(0..<4, with: huge) }.map {
        if case .limitExceeded = $0 { true } else { false }
      } == true)
    #expect(error { $0.replaceSubrange(0..<8, with: huge + huge) } != nil)
    #expect(error { $0.replaceSubrange(18..<26, with: huge + huge) } != nil)
  }

  /// Circuits that would take too much: told before it is taken.
  @Test func circuitsOverTheLimits() {
    func error(_ write: (inout ByteWriter) -> Void) -> CodecError? {
      var structure = ByteWriter()
      write(&structure)
      var file = ByteWriter()
      file.write([0x89, 0x43, 0x49, 0x52, 1] as [UInt8])
      file.write(UInt32(structure.bytes.count))
      file.write(structure.bytes)
      file.write([0, 0, 0, 0, 1, 2, 3, 4] as [UInt8])
      file.write(CRC32.checksum(file.bytes))
      do throws(CodecError) {
        _ = try CircuitModel(file: file.bytes)
        return nil
      } catch {
        return error
      }
    }
    func isLimit(_ error: CodecError?) -> Bool { if case .limitExceeded? = error { true } else { false } }
    // More parameters than allowed, of one input layer after the other.
    let many = error { writer in
      writer.writeVarint(1)
      writer.writeVarint(65536)
      writer.writeVarint(2000)
      for _ in 0..<2000 { for value in [0, 1024, 0] { writer.writeVarint(value) } }
    }
    #expect(isLimit(many))
    // A chain of products, each over all variables before it.
    let deep = error { writer in
      let count = 60_000
      writer.writeVarint(count)
      for _ in 0..<count { writer.writeVarint(1) }
      writer.writeVarint(2 * count)
      for variable in 0..<count {
        for value in [0, 1, variable] { writer.writeVarint(value) }
        for value in variable == 0 ? [1, 1, 1, 1] : [1, 1, 2, 1, 2] { writer.writeVarint(value) }
      }
    }
    #expect(isLimit(deep))
    #expect(throws: CodecError.self) {
      try CircuitModel.checkLearning(variables: 1 << 20, cardinality: 65536, states: 1024)
    }
    #expect(throws: Never.self) {
      try CircuitModel.checkLearning(variables: 784, cardinality: 256, states: 64)
    }
    #expect(throws: CodecError.self) {
      try CircuitModel.checkLearning(variables: 784, cardinality: 256, states: 256)
    }
    #expect(throws: Never.self) {
      try CircuitModel.checkLearning(variables: 784, cardinality: 256, states: 256, sharedInputs: 64)
    }
  }
}
