import CKernels
import TestSupport
import Testing

/// The kernels of samples without loss: every level computes the same, on absurd data too, and they learn.
@Suite(.serialized) struct SampleKernelTests {
  private static let row = Int(sample_predictor_row)
  private static let taps = Int(sample_predictor_taps)

  /// Predictions of a long walk, and the weights at its end.
  private static func walk(limit: Int, seed: UInt64) -> (predictions: [Int64], weights: [Int32]) {
    var random = SeededRandom(seed)
    var predictor = SamplePredictor()
    let zeros = [Int32](repeating: 0, count: row)
    sample_predictor_begin(&predictor, zeros)
    var predictions: [Int64] = []
    for step in 0..<600 {
      var features = zeros
      for tap in 0..<taps { features[tap] = Int32(random.next(below: 2 * limit + 1) - limit) }
      predictions.append(sample_predictor_predict(&predictor, features))
      let target = (3 * features[0] - features[1] + 2 * features[7]) / 4
      let fading: Int32 = step % 2 == 0 ? 7 : 10
      sample_predictor_remember(&predictor, features, fading)
      sample_predictor_learn(&predictor, target, fading)
    }
    let weights = withUnsafeBytes(of: predictor.weights) { Array($0.bindMemory(to: Int32.self)) }
    return (predictions, weights)
  }

  @Test(arguments: [1, 20, 255, 65535]) func predictorsAgree(limit: Int) {
    var expected: (predictions: [Int64], weights: [Int32])?
    forEachLevel { level in
      let found = Self.walk(limit: limit, seed: UInt64(limit))
      #expect(found.predictions == expected?.predictions ?? found.predictions, "level \(level)")
      #expect(found.weights == expected?.weights ?? found.weights, "level \(level)")
      expected = expected ?? found
    }
  }

  /// Three weights that made the targets are found.
  @Test func predictorsLearn() {
    let weights = Self.walk(limit: 255, seed: 1).weights.map { Double($0) / 65536 }
    for (tap, weight) in weights.enumerated() {
      #expect(abs(weight - ([0: 0.75, 1: -0.25, 7: 0.5][tap] ?? 0)) < 0.03, "tap \(tap)")
    }
  }

  /// Chances of a long row of decisions that are yes seven times in eight.
  private static func decisions() -> [Int32] {
    let odds = (0..<4096).map { Int16($0 / 2 - 1024) }
    let chances = (0..<4096).map { UInt16(1 + $0 * 15) }
    let rates = (0...30).map { Int32(4096 / ($0 + 2)) }
    var counters = [UInt32](repeating: 0, count: 6 << 16)
    var weights = [Int32](repeating: 1 << 17, count: Int(sample_mixer_inputs))
    var random = SeededRandom(7)
    var decision = SampleDecision()
    var found: [Int32] = []
    odds.withUnsafeBufferPointer { odds in
      chances.withUnsafeBufferPointer { chances in
        rates.withUnsafeBufferPointer { rates in
          guard let odds = odds.baseAddress, let chances = chances.baseAddress, let rates = rates.baseAddress
          else { return }
          var tables = SampleMixerTables(log_odds: odds, chances: chances, rates: rates, most_asked: 30)
          counters.withUnsafeMutableBufferPointer { counters in
            weights.withUnsafeMutableBufferPointer { weights in
              guard let counters = counters.baseAddress, let weights = weights.baseAddress else { return }
              var places = [UInt32](repeating: 0, count: 6)
              for step in 0..<2000 {
                let contexts = (0..<6).map { Int64(step % ($0 + 1)) }
                sample_mixer_choose(&places, contexts, counters)
                let chance = sample_mixer_ask(
                  &decision, &tables, counters, places, 3, weights, [1, 2048, 4095])
                found.append(chance)
                sample_mixer_learn(&decision, &tables, random.next(below: 8) > 0 ? 1 : 0)
              }
            }
          }
        }
      }
    }
    return found
  }

  @Test func mixersAgreeAndLearn() {
    var expected: [Int32]?
    forEachLevel { level in
      let found = Self.decisions()
      #expect(found == expected ?? found, "level \(level)")
      #expect(found.allSatisfy { (1...65535).contains($0) })
      expected = expected ?? found
    }
    let late = (expected ?? []).suffix(500)
    #expect(late.count == 500 && abs(late.reduce(0) { $0 + Int($1) } / 500 - 57344) < 3000)
  }
}
