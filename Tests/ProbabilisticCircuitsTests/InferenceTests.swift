import Foundation
import Testing
import TestSupport

@testable import ProbabilisticCircuits

struct InferenceTests {
  static let cardinalities = [2, 3, 1, 4, 2]
  let circuit = SmallCircuits.tree(cardinalities: Self.cardinalities, states: 3)

  @Test func probabilitiesAddUpToOne() {
    let total = SmallCircuits.everything(Self.cardinalities).reduce(0.0) {
      $0 + exp(circuit.logLikelihood($1))
    }
    #expect(abs(total - 1) < 1e-6)
    #expect(abs(circuit.logLikelihood([nil, nil, nil, nil, nil])) < 1e-6)
  }

  /// A marginal is the sum over what it leaves out.
  @Test(arguments: [[0], [3, 1], [0, 2, 4], [0, 1, 2, 3]])
  func marginals(kept: [Int]) {
    let evidence = Self.cardinalities.indices.map { kept.contains($0) ? Self.cardinalities[$0] - 1 : nil }
    let sum = SmallCircuits.everything(Self.cardinalities)
      .filter { row in kept.allSatisfy { row[$0] == evidence[$0] } }
      .reduce(0.0) { $0 + exp(circuit.logLikelihood($1)) }
    #expect(abs(exp(circuit.logLikelihood(evidence)) - sum) < 1e-7)
  }

  @Test func conditionals() {
    let evidence: [Int?] = [1, nil, 0, nil, 0]
    let conditional = circuit.conditional(of: 3, given: evidence)
    var both = evidence
    both[3] = 2
    let expected = exp(circuit.logLikelihood(both) - circuit.logLikelihood(evidence))
    #expect(abs(conditional[2] - expected) < 1e-9)
    #expect(abs(conditional.reduce(0, +) - 1) < 1e-12)
  }

  /// Frequencies of samples are the probabilities, within five deviations.
  @Test func samples() {
    var random = SeededRandom(5)
    let evidence: [Int?] = [nil, 1, 0, nil, nil]
    let conditional = circuit.conditional(of: 3, given: evidence)
    var counts = [Int](repeating: 0, count: 4)
    let rounds = 4000
    for _ in 0..<rounds {
      let sample = circuit.sample(given: evidence, using: &random)
      #expect(sample[1] == 1 && sample[2] == 0)
      counts[sample[3]] += 1
    }
    for (count, probability) in zip(counts, conditional) {
      let deviation = (Double(rounds) * probability * (1 - probability)).squareRoot()
      #expect(abs(Double(count) - Double(rounds) * probability) < 5 * deviation + 1)
    }
  }

  /// With one state nothing is hidden: the most probable completion is the most probable row.
  @Test func mostProbableCompletion() {
    let plain = SmallCircuits.tree(cardinalities: Self.cardinalities, states: 1)
    let best = SmallCircuits.everything(Self.cardinalities).filter { $0[1] == 2 }
      .max { plain.logLikelihood($0) < plain.logLikelihood($1) }
    #expect(plain.mostProbableCompletion(of: [nil, 2, nil, nil, nil]) == best)
  }

  @Test func inputDistributions() {
    let kinds: [InputLayer.Distributions] = [
      .binomial([0.2, 0.9]), .logistic(means: [3.2, -4], scales: [1.5, 0.3]),
    ]
    for distributions in kinds {
      let layer = InputLayer(variable: 0, cardinality: 9, units: 2, distributions: distributions)
      for row in 0..<2 {
        #expect(abs(layer.probabilities[row * 9..<(row + 1) * 9].reduce(0, +) - 1) < 1e-5)
      }
    }
    let binomial = InputLayer(variable: 0, cardinality: 3, units: 1, distributions: .binomial([0.25]))
    #expect(zip(binomial.probabilities, [0.5625, 0.375, 0.0625]).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func violations() {
    let input = Layer.input(
      InputLayer(variable: 0, cardinality: 2, units: 2, distributions: .categorical([0.5, 0.5, 0.25, 0.75])))
    let root = SumLayer(child: 0, units: 1, weights: [0.4, 0.6])
    func broken(_ layers: [Layer]) -> [String] {
      Circuit(unchecked: layers, cardinalities: [2]).violations
    }
    #expect(broken([input, .sum(root)]).isEmpty)
    var heavy = root
    heavy.weights = [0.4, 0.7]
    #expect(broken([input, .sum(heavy)]) == ["layer 1: not normalised"])
    let square = Layer.product(ProductLayer(children: [0, 0], units: 2))
    #expect(
      broken([input, square, .sum(SumLayer(child: 1, units: 1, weights: [0.4, 0.6]))])
        == ["layer 1: not decomposable"])
    #expect(broken([input]).count == 1 && broken([.sum(root), input]).count == 1)
  }
}
