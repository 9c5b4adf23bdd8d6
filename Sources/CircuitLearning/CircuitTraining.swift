import Bytes
import Dispatch
import Foundation
import ProbabilisticCircuits

/// Learns a circuit of a table: its hidden Chow-Liu tree, then its parameters by stepwise EM with a falling step.
public struct CircuitTraining: Sendable {
  public struct Options: Sendable {
    /// Values of every hidden variable.
    public var states = 16
    /// Input distributions that all variables share; nil: each variable has its own.
    public var sharedInputs: Int? = 64
    /// How often the states are doubled on the way: learning begins with states / 2^growths of them.
    public var growths = 0
    /// Passes over the rows before each doubling, and after the last.
    public var epochs = 60
    public var learning = ExpectationMaximization.Options()
    /// Rows that mutual information is estimated on.
    public var structureRows = 20_000
    /// Rows that the first hidden states are clusters of.
    public var clusterRows = 20_000
    /// One row of so many is kept for validation; the parameters that were best there are the result. 0: none is.
    public var validationShare = 20
    public var seed: UInt64 = 1

    public init() {}
  }

  /// Where learning stands after an epoch.
  public struct Progress: Sendable {
    public var epoch: Int
    public var step: Float
    /// Bits a variable: of the rows learned from, as they were met, and of those for validation.
    public var bits, validationBits: Double
    public var seconds: Double
  }

  public let options: Options

  public init(_ options: Options = Options()) {
    self.options = options
  }

  /// The circuit, and what it costs a row for validation in bits a variable (of the rows learned from, if none were kept).
  ///
  /// The same options and table give the same circuit at any number of threads.
  /// - Precondition: values below the cardinalities, and at least one row to learn from.
  public func run(
    _ table: IntegerTable, cardinalities: [Int], progress: (Progress) -> Void = { _ in }
  ) -> (circuit: Circuit, bits: Double) {
    let start = DispatchTime.now().uptimeNanoseconds
    var random = SplitMix64(seed: options.seed)
    let shuffled = (0..<table.rowCount).shuffled(using: &random)
    let kept = options.validationShare > 0 ? table.rowCount / options.validationShare : 0
    let validation = kept > 0 ? table.rows(shuffled.prefix(kept)) : nil
    let training = table.rows(shuffled.dropFirst(kept))
    let sample = training.rows(0..<min(options.structureRows, training.rowCount))
    let information = MutualInformation(
      sample, cardinalities: cardinalities, threads: options.learning.threads)
    let tree = VariableTree(information)
    let states = max(options.states >> options.growths, 1)
    let clustered = training.rows(0..<min(options.clusterRows, training.rowCount))
    let clusters = StateClusters(
      clustered, cardinalities: cardinalities, information, states: states, seed: options.seed,
      threads: options.learning.threads)
    var parameters = ClusteredParameters(clustered, clusters)
    var best = (
      circuit: Circuit(
        hiddenTree: tree, cardinalities: cardinalities, states: states,
        sharedInputs: options.sharedInputs, parameters: &parameters), bits: Double.infinity
    )
    func bits(_ logLikelihood: Double) -> Double {
      -logLikelihood / Foundation.log(2) / Double(table.columnCount)
    }
    for stage in 0...options.growths {
      if stage > 0 { best = (best.circuit.grown(noise: Self.growthNoise, using: &random), .infinity) }
      let learning = ExpectationMaximization(best.circuit, options.learning)
      for epoch in 0..<options.epochs {
        let step = step(epoch, stage: stage)
        let order = (0..<training.rowCount).shuffled(using: &random)
        let seen = bits(learning.epoch(training, order: order, step: { _ in step }))
        let now = validation.map { bits(learning.logLikelihood($0)) } ?? seen
        if now < best.bits { best = (learning.learned(), now) }
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
        progress(
          Progress(
            epoch: stage * options.epochs + epoch, step: step, bits: seen, validationBits: now, seconds: seconds))
      }
    }
    return best
  }

  /// As in the source of `grown`.
  private static let growthNoise: Float = 0.3

  /// From 0.5 down to 0.1 in a straight line over the first third; then, a constant factor an
  /// epoch, to 0.05 before a growth or 0.005 at the end.
  private func step(_ epoch: Int, stage: Int) -> Float {
    let place = Float(epoch) / Float(max(options.epochs - 1, 1))
    let first: Float = 0.5
    let last: Float = stage == options.growths ? 0.005 : 0.05
    guard place >= 1.0 / 3 else { return first + (0.1 - first) * 3 * place }
    return 0.1 * Foundation.pow(last / 0.1, (place - 1.0 / 3) * 1.5)
  }
}
