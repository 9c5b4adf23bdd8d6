import Bytes
import Testing
import TestSupport

@testable import ProbabilisticCircuits

struct CircuitFileTests {
  let circuit = SmallCircuits.tree(cardinalities: [3, 256, 2, 17], states: 5).quantized()

  @Test func roundTrip() throws {
    let bytes = circuit.serialized()
    #expect(try QuantizedCircuit(parsing: bytes) == circuit)
    #expect(circuit.digest.count == 16)
    let lattice = VtreeCoderTests.lattice.quantized()
    #expect(try QuantizedCircuit(parsing: lattice.serialized()) == lattice)
    #expect(lattice.digest != circuit.digest)
  }

  /// A zero weight stays zero; the smallest other one does not become zero.
  @Test func zeros() {
    #expect(LogarithmicProbability.byte(0) == 255 && LogarithmicProbability.integer(255) == 0)
    #expect(LogarithmicProbability.byte(1e-30) == 254 && LogarithmicProbability.integer(254) > 0)
    for byte in 0..<UInt8(255) {
      let value = Float(LogarithmicProbability.integer(byte)) / Float(1 << 30)
      #expect(LogarithmicProbability.byte(value) == byte)
    }
  }

  @Test func everyFlippedByteIsFound() {
    let bytes = circuit.serialized()
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 0x15
      #expect(throws: CodecError.self) { try QuantizedCircuit(parsing: damaged) }
    }
    for length in [0, 3, 4, 9, bytes.count / 2, bytes.count - 1] {
      #expect(throws: CodecError.self) { try QuantizedCircuit(parsing: Array(bytes.prefix(length))) }
    }
  }

  /// The same under right checksums: structures that lie throw or read as some circuit, and never trap.
  @Test func liesUnderRightChecksums() throws {
    let bytes = circuit.serialized()
    for index in 5..<bytes.count - 4 {
      for flip: UInt8 in [0x01, 0x80, 0xff] {
        var damaged = Array(bytes.dropLast(4))
        damaged[index] ^= flip
        var file = ByteWriter()
        file.write(damaged)
        file.write(CRC32.checksum(damaged))
        guard let other = try? QuantizedCircuit(parsing: file.bytes) else { continue }
        #expect(other.dequantized().violations.isEmpty)
        _ = TreeCoder(other)?.encode(
          IntegerTable(
            rowCount: 1, columnCount: other.cardinalities.count,
            columns: other.cardinalities.map { _ in 0 }))
      }
    }
  }

  @Test func limits() {
    var limits = CircuitLimits()
    limits.parameters = 100
    #expect(throws: CodecError.self) { try QuantizedCircuit(parsing: circuit.serialized(), limits: limits) }
    limits = CircuitLimits()
    limits.units = 4
    #expect(throws: CodecError.self) { try QuantizedCircuit(parsing: circuit.serialized(), limits: limits) }
  }
}
