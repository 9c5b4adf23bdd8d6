import EntropyCoding
import Media
import Neural
import Testing

@testable import Codecs

/// Every stage of the released model against what PyTorch makes of the same sound with the same noise:
/// docs/consistency.md, section 9.
struct ConsistencyParityTests {
  private static let golden = Result { try LatentSounds.golden("consistency") }
  private static let chunks = 2
  /// Errors are at most this share of the root mean square of what is compared.
  private static let tolerance: Float = 1e-3

  private static func tensor(_ name: String, _ shape: [Int]) throws -> [Float] {
    try golden.get().tensor(name, shape: shape).values
  }

  private static func error(_ values: [Float], _ expected: [Float]) -> Float {
    let square = expected.reduce(Float(0)) { $0 + $1 * $1 } / Float(expected.count)
    guard values.count == expected.count, square > 0 else { return .infinity }
    return (zip(values, expected).map { abs($0 - $1) }.max() ?? .infinity) / square.squareRoot()
  }

  private static func sound() throws -> AudioBuffer {
    let samples = try golden.get().integers(
      "samples", of: Int16.self, shape: [2, chunks * ChunkShape.samples])
    return AudioBuffer(ConsistencySounds.properties(), .integers(samples.map(Int32.init)))
  }

  private static func symbols() throws -> [[Int8]] {
    let (scalars, sides) = (ChunkShape.scalars, ChunkShape.sideScalars)
    let mid = try golden.get().integers("symbols", of: Int8.self, shape: [chunks, scalars])
    let side = try golden.get().integers("side.symbols", of: Int8.self, shape: [chunks, sides])
    return (0..<chunks).map { chunk in
      Array(mid[chunk * scalars..<(chunk + 1) * scalars]) + side[chunk * sides..<(chunk + 1) * sides]
    }
  }

  @Test func corrections() throws {
    let model = try ConsistencySounds.model.get()
    let sound = try Self.sound()
    let samples = sound.normalized
    let silence = [Float](repeating: 0, count: ChunkShape.samples)
    let mid = (0..<sound.frameCount).map {
      (samples[$0] + samples[sound.frameCount + $0]) * ChunkShape.unit / 2
    }
    let analysis = ChunkAnalysis(model: model, levels: .thirtyThree)
    let made = (0..<Self.chunks).flatMap { chunk in
      let frames = ConsistencyCodec.coefficients(
        silence + mid + silence, from: (chunk + 1) * ChunkShape.samples)
      let energies = logarithms(
        of: ChunkShape.bandMeans(frames.map { $0 * $0 }, bins: ChunkShape.hop, bands: ChunkShape.bands))
      return analysis.corrections(analysis.fine(frames), energies: energies)
    }
    #expect(try Self.error(made, Self.tensor("correction", [2, 512])) < Self.tolerance)
  }

  /// A scalar that lies in the middle between two symbols may become either.
  @Test func symbols() throws {
    let sound = try Self.sound()
    let latents = try ConsistencySounds.latents(sound, ConsistencySounds.codec(sound.properties))
    let differences = try zip(latents.pairs[0].chunks, Self.symbols()).flatMap { made, expected in
      zip(made, expected).map { abs(Int($0) - Int($1)) }
    }
    #expect(differences.count == 2 * 536 && differences.reduce(0, +) <= 1)
  }

  /// The second chunk, with the first one as context, through the law, both steps of refinement, noise and side.
  @Test func decoding() throws {
    let model = try ConsistencySounds.model.get()
    let (frames, fine, hop) = (ChunkShape.frames, ChunkShape.fine, ChunkShape.hop)
    let first = try Self.tensor("noise", [2, frames, hop])
    let second = try Self.tensor("noise.second", [2, frames, fine])
    let side = try Self.tensor("side.noise", [frames, hop])
    func noise(_ chunk: Int) -> PairSynthesis.Noise {
      { stream, _ in
        switch stream {
        case .coefficients: Array(first[chunk * frames * hop..<(chunk + 1) * frames * hop])
        case .refinement: Array(second[chunk * frames * fine..<(chunk + 1) * frames * fine])
        case .side: side
        }
      }
    }
    let symbols = try Self.symbols()
    let whole = PairSynthesis(model: model, levels: .thirtyThree, refinement: .steps(2))
    _ = whole.next(symbols[0], noise: noise(0))
    let made = whole.next(symbols[1], noise: noise(1))
    #expect(try Self.error(made.mid, Self.tensor("output", [frames, hop])) < Self.tolerance)
    #expect(try Self.error(#require(made.side), Self.tensor("side", [frames, hop])) < Self.tolerance)

    let parts = PairSynthesis(model: model, levels: .thirtyThree, refinement: .steps(2))
    _ = parts.next(symbols[0], noise: noise(0))
    let law = parts.nextLaw(symbols[1])
    #expect(try Self.error(law.center, Self.tensor("center", [frames, fine])) < Self.tolerance)
    let spread = stride(from: 0, to: law.spread.count, by: hop).flatMap { law.spread[$0..<$0 + fine] }
    #expect(try Self.error(spread, Self.tensor("spread", [frames, fine])) < Self.tolerance)
    #expect(try Self.error(law.upper, Self.tensor("upper", [frames, 8])) < Self.tolerance)
    let refined = parts.refined(law, noise: noise(1)(.coefficients, hop), steps: 2, draw: noise(1))
    let residual = stride(from: 0, to: refined.count, by: hop).flatMap { refined[$0..<$0 + fine] }
    #expect(try Self.error(residual, Self.tensor("refined", [frames, fine])) < Self.tolerance)
  }
}
