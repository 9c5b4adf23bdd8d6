import Bytes
import ProbabilisticCircuits

/// Everything that learning goes on from after an epoch: what checkpoint files hold.
struct TrainingState {
  var stage = 0
  /// The next one of the stage.
  var epoch = 0
  /// Epochs since validation was best.
  var stale = 0
  var random: SplitMix64
  /// What the stage began with.
  var current: Circuit
  var best: Circuit
  /// Bits a variable.
  var bestBits: Double
  /// Of the circuit that is learned; empty before the first epoch of a stage.
  var parameters: [Float] = []
  var statistics: [Float] = []

  private static let signature: [UInt8] = Array("circuit checkpoint 1\n".utf8)

  init(random: SplitMix64, beginning circuit: Circuit) {
    self.random = random
    current = circuit
    best = circuit
    bestBits = .infinity
  }

  /// `identity` is a digest of what is learned, and how.
  func serialized(identity: [UInt8]) -> [UInt8] {
    var writer = ByteWriter(capacity: (parameters.count * 3 + 1024) * 4)
    writer.write(Self.signature)
    writer.write(identity)
    for value in [stage, epoch, stale] { writer.write(UInt32(value)) }
    writer.write(random.state)
    writer.write(bestBits.bitPattern)
    for circuit in [current, best] {
      let structure = circuit.quantized().serialized()
      writer.write(UInt32(structure.count))
      writer.write(structure)
    }
    for values in [ParameterLayout(best).parameters(of: best), parameters, statistics] {
      writer.write(UInt32(values.count))
      for value in values { writer.write(value.bitPattern) }
    }
    writer.write(CRC32.checksum(writer.bytes))
    return writer.bytes
  }

  /// Throws `corruptData`, or `invalidParameter` for the checkpoint of something else.
  init(parsing bytes: [UInt8], identity: [UInt8]) throws(CodecError) {
    guard bytes.starts(with: Self.signature), bytes.count > Self.signature.count + 4 else {
      throw .corruptData("no checkpoint of a circuit")
    }
    var end = ByteReader(bytes.suffix(4))
    guard try end.read(UInt32.self, "CRC-32") == CRC32.checksum(bytes.dropLast(4)) else {
      throw .corruptData("checkpoint: CRC-32")
    }
    var reader = ByteReader(bytes[Self.signature.count..<bytes.count - 4])
    guard try Array(reader.read(identity.count, "identity")) == identity else {
      throw .invalidParameter("the checkpoint is of other data or options")
    }
    stage = Int(try reader.read(UInt32.self, "stage"))
    epoch = Int(try reader.read(UInt32.self, "epoch"))
    stale = Int(try reader.read(UInt32.self, "epochs without progress"))
    random = SplitMix64(seed: try reader.read(UInt64.self, "random state"))
    bestBits = Double(bitPattern: try reader.read(UInt64.self, "bits"))
    current = try Self.structure(&reader)
    let structure = try Self.structure(&reader)
    let layout = ParameterLayout(structure)
    let values = try Self.floats(&reader)
    parameters = try Self.floats(&reader)
    statistics = try Self.floats(&reader)
    guard values.count == layout.count else { throw .corruptData("checkpoint: parameters") }
    best = layout.circuit(structure, parameters: values)
  }

  /// A circuit whose parameters are replaced by exact ones.
  private static func structure(_ reader: inout ByteReader) throws(CodecError) -> Circuit {
    let length = Int(try reader.read(UInt32.self, "length of the structure"))
    return try QuantizedCircuit(parsing: Array(reader.read(length, "structure"))).dequantized()
  }

  private static func floats(_ reader: inout ByteReader) throws(CodecError) -> [Float] {
    let count = Int(try reader.read(UInt32.self, "number of parameters"))
    var bytes = ByteReader(try reader.read(count * 4, "parameters"))
    var values: [Float] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(Float(bitPattern: try bytes.read(UInt32.self, "parameter"))) }
    return values
  }
}
