import Bytes
import Testing
import TestSupport

@testable import CompressedLearning

struct ProbeTests {
  private static func training(
    _ kind: ProbeKind, threads: Int = 1
  ) throws -> (model: ProbeModel, test: MemoryDataset) {
    let (folder, tests) = (try LearningFolder(), try LearningFolder())
    try folder.writeStripes(count: 12)
    for index in 0..<8 {
      try tests.write(LearningFolder.stripes(true, seed: 500 + UInt64(index)), as: "across/\(index).cdc")
      try tests.write(LearningFolder.stripes(false, seed: 500 + UInt64(index)), as: "down/\(index).cdc")
    }
    var options = ProbeOptions()
    options.kind = kind
    options.epochs = 30
    options.batchSize = 8
    options.width = 8
    options.neighbours = 3
    options.mixup = 0.2
    options.labelSmoothing = 0.05
    options.compands = true
    options.threads = threads
    if kind.isNetwork { options.augmentation.shift = 1 }
    let dataset = try MemoryDataset(LatentDataset([folder.path]))
    let model = try ProbeTraining(dataset, options).run()
    var reading = LatentDataset.Options()
    reading.classes = model.classes
    return (model, try MemoryDataset(LatentDataset([tests.path], reading)))
  }

  @Test(arguments: ProbeKind.allCases) func directionsOfStripesAreLearned(kind: ProbeKind) throws {
    let (model, test) = try Self.training(kind)
    let report = try ProbeReport(model, on: test)
    #expect(report.count == 16 && model.shape == [12, 6, 8])
    // Places of stripes are random: what looks at whole pictures, position by position, learns little of them.
    #expect(
      report.accuracy >= (kind.isNetwork ? 0.9 : kind == .bayes ? 0.8 : 0.4), "\(kind): \(report.accuracy)")

    let again = try ProbeModel(parsing: model.serialized())
    #expect(again.serialized() == model.serialized())
    #expect(try ProbeReport(again, on: test, threads: 2) == report)
    if kind.isTrained {
      #expect(try Self.training(kind, threads: 2).model.serialized() == model.serialized())
    }
  }

  @Test func leastSquaresFromBothSides() throws {
    var random = SeededRandom(1)
    for (count, inputs) in [(40, 6), (6, 40), (15, 15)] {
      let samples = random.floats(count * inputs, in: -1...1)
      let labels = (0..<count).map { _ in random.next(below: 3) }
      let ridge = try #require(
        LinearPredictor(samples, labels: labels, inputs: inputs, classes: 3, strength: 0.1))
      // At the least sum of squares and penalties the gradient is zero.
      let scores = ridge.scores(samples, count: count, threads: 1)
      let square = Self.meanSquare(samples, count: count, inputs: inputs)
      for output in 0..<3 {
        for column in 0..<inputs {
          let gradient = (0..<count).reduce(Float(0)) {
            let target: Float = labels[$1] == output ? 1 : 0
            return $0 + (scores[$1 * 3 + output] - target) * samples[$1 * inputs + column]
          }
          let penalty = Float(0.1 * square * Double(count)) * ridge.parameters[output * inputs + column]
          #expect(abs(gradient + penalty) < 2e-3)
        }
      }
    }
  }

  /// Mean square about the means.
  private static func meanSquare(_ samples: [Float], count: Int, inputs: Int) -> Double {
    (0..<inputs).reduce(0.0) { sum, column in
      let values = (0..<count).map { Double(samples[$0 * inputs + column]) }
      let mean = values.reduce(0, +) / Double(count)
      return sum + values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    } / Double(count * inputs)
  }

  @Test func bayesIsTheRatioOfDensities() {
    let bayes = BayesPredictor(means: [0, 2], variances: [1, 4], shares: [-0.5, -1])
    let scores = bayes.scores([1], count: 1, threads: 1)
    #expect(abs(scores[0] - (-0.5 - 0.5)) < 1e-6)
    #expect(abs(scores[1] - (-1 - 0.125 - 0.693147)) < 1e-5)
    let learned = BayesPredictor([0, 2, 10, 14], labels: [0, 0, 1, 1], inputs: 1, classes: 2)
    #expect(learned.means == [1, 12])
    // (2 + 10 · 32.75) / 12 and (8 + 10 · 32.75) / 12: the variance over all counts for ten samples.
    #expect(abs(learned.variances[0] - 27.4583) < 1e-3 && abs(learned.variances[1] - 27.9583) < 1e-3)
  }

  @Test func neighboursVote() {
    let model = NeighboursPredictor(
      samples: [0, 1, 2, 10, 11], labels: [0, 0, 1, 1, 1], classes: 2, neighbours: 3)
    let scores = model.scores([0.4, 9], count: 2, threads: 1)
    #expect(scores[0] > scores[1] && scores[3] > scores[2])
  }

  @Test func mixedSamplesKeepTheirSums() {
    var random = SplitMix64(seed: 6)
    let samples: [Float] = (0..<40).map { Float($0 * $0 % 23) }
    var (mixed, targets): ([Float], [Float]) = (samples, (0..<20).map { $0 % 2 == $0 / 10 ? 1 : 0 })
    let before = targets.reduce(0, +)
    Mixup.mix(&mixed, &targets, count: 10, alpha: 0.4, random: &random)
    #expect(mixed != samples && abs(mixed.reduce(0, +) - samples.reduce(0, +)) < 1e-3)
    #expect(abs(targets.reduce(0, +) - before) < 1e-4)
    let shares = (0..<2000).map { _ in Mixup.beta(0.2, random: &random) }
    let mean = shares.reduce(0, +) / 2000
    let variance = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2000
    // 1 / (4 (2 α + 1)).
    #expect(abs(mean - 0.5) < 0.03 && abs(variance - 0.1786) < 0.01)
  }

  @Test func damagedProbesAreRefused() throws {
    let bytes = try Self.training(.logistic).model.serialized()
    for count in stride(from: 0, to: bytes.count, by: 97) {
      #expect(throws: CodecError.self) { try ProbeModel(parsing: Array(bytes[..<count])) }
    }
    let text = String(decoding: bytes.prefix(800), as: UTF8.self)
    for (word, other) in [("logistic", "network "), ("12 6 8", "12 6 9"), ("probe 1", "probe 2")] {
      let range = try #require(text.range(of: word))
      var damaged = bytes
      let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
      damaged.replaceSubrange(start..<start + word.utf8.count, with: Array(other.utf8))
      #expect(throws: CodecError.self, "\(other)") { try ProbeModel(parsing: damaged) }
    }
  }

  @Test func oneClassIsNotEnough() throws {
    let array = LatentArray(channels: 1, height: 1, width: 1, symbols: [1], step: 1)
    let dataset = TestDataset(arrays: [array, array], labels: [0, nil], classes: ["a", "b"])
    #expect(throws: CodecError.self) { try ProbeTraining(MemoryDataset(dataset), ProbeOptions()) }
  }
}
