import Bytes
import Container
import EntropyCoding

/// Quantized latents of one group of a sound.
public struct SoundLatents: Equatable, Sendable {
  /// Pairs of channels of the sound, channels of the latents of each, columns.
  let shape: [Int]
  /// Row-major.
  var symbols: [Int16]

  init(shape: [Int], symbols: [Int16]) {
    precondition(
      shape.count == 3 && symbols.count == shape.reduce(1, *), "symbols that do not fill the shape")
    (self.shape, self.symbols) = (shape, symbols)
  }

  init(zeros shape: [Int]) {
    self.init(shape: shape, symbols: [Int16](repeating: 0, count: shape.reduce(1, *)))
  }

  var pairs: Int { shape[0] }
  var channels: Int { shape[1] }
  var columns: Int { shape[2] }

  /// The symbols of one channel, for reading.
  func row(_ channel: Int, of pair: Int) -> ArraySlice<Int16> {
    let start = (pair * channels + channel) * columns
    return symbols[start..<start + columns]
  }
}

extension SoundLatents {
  /// Views of the channels of a pair: planes of one row.
  private static func planes(
    _ base: UnsafeMutablePointer<Int16>, _ pair: Int, _ shape: [Int]
  ) -> [LatentPlane] {
    (0..<shape[1]).map { channel in
      LatentPlane(start: base + (pair * shape[1] + channel) * shape[2], rowStride: shape[2])
    }
  }

  private static func structures(_ shape: [Int], _ model: SoundModel) -> [PlaneStructure] {
    (0..<shape[1]).map {
      PlaneStructure(width: shape[2], height: 1, model: $0, references: model.neighbours[$0])
    }
  }

  /// Lends the planes of each pair in turn, and what the entropy model is told of them.
  mutating func forEachPair(_ model: SoundModel, _ body: ([LatentPlane], [PlaneStructure]) -> Void) {
    let structures = Self.structures(shape, model)
    forEachPair { _, planes in body(planes, structures) }
  }

  private mutating func forEachPair(_ body: (Int, [LatentPlane]) -> Void) {
    let shape = shape
    symbols.withUnsafeMutableBufferPointer { symbols in
      guard let base = symbols.baseAddress else { return }
      for pair in 0..<shape[0] { body(pair, Self.planes(base, pair, shape)) }
    }
  }

  /// Moves symbols rounded to the nearest to where rate and distortion together are least.
  mutating func decide(fractions: [Int8], rateWeight: RateWeight, model: SoundModel) {
    precondition(fractions.count == symbols.count, "fractions of every symbol")
    let shape = shape
    let structures = Self.structures(shape, model)
    fractions.withUnsafeBufferPointer { fractions in
      guard let base = fractions.baseAddress else { return }
      forEachPair { pair, planes in
        let parts = (0..<shape[1]).map { channel in
          FractionPlane(start: base + (pair * shape[1] + channel) * shape[2], rowStride: shape[2])
        }
        model.latents.decide(planes, fractions: parts, structures, rateWeight: rateWeight)
      }
    }
  }

  /// Pairs are coded apart: the length of the bytes of each but the last stands before them.
  func group(model: SoundModel, entropy: any LatentModel) -> Container.Group {
    let structures = Self.structures(shape, model)
    var payload = ByteWriter()
    var state: UInt32 = 0
    var copy = self
    copy.forEachPair { pair, planes in
      let coded = entropy.encode(planes, structures)
      if pair < pairs - 1 { payload.write(UInt32(coded.payload.count)) }
      payload.write(coded.payload)
      state ^= coded.state
    }
    return Container.Group(payload: payload.bytes, finalState: state)
  }

  /// The inverse of `group`. Throws `corruptData`.
  init(
    _ group: Container.Group, shape: [Int], model: SoundModel, entropy: any LatentModel
  ) throws(CodecError) {
    var reader = ByteReader(group.payload)
    let structures = Self.structures(shape, model)
    self.init(zeros: shape)
    var parts: [ArraySlice<UInt8>] = []
    for pair in 0..<shape[0] {
      let length =
        pair < shape[0] - 1 ? Int(try reader.read(UInt32.self, "length of a pair")) : reader.remaining
      parts.append(try reader.read(length, "latents"))
    }
    var states: [UInt32?] = []
    forEachPair { pair, planes in
      states.append(entropy.decode(parts[pair], into: planes, structures))
    }
    let known = states.compactMap { $0 }
    guard known.count == states.count else { throw .corruptData("the entropy coded data end too early") }
    guard known.reduce(0, ^) == group.finalState else {
      throw .corruptData("the entropy decoder ended out of step with the encoder")
    }
  }
}
