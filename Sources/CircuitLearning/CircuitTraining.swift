import Bytes
import Dispatch
import Foundation
import ProbabilisticCircuits

/// Learns a circuit of a table: its hidden Chow-Liu tree, then its parameters by stepwise EM with a falling step.
public struct CircuitTraining: Sendable {
  public struct Options: Sendable {
    /// Values of every hidden variable.
    public var states = 16
    /// Passes over the rows.
    public var epochs = 60
    public var learning = ExpectationMaximization.Options()
    /// Rows that mutual information is estimated on.
    public var structureRows = 5000
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
    let tree = VariableTree(
      chowLiu: sample, cardinalities: cardinalities, threads: options.learning.threads)
    let beginning = Circuit(
      hiddenTree: tree, cardinalities: cardinalities, states: options.states, using: &random)
    let learning = ExpectationMaximization(beginning, options.learning)
    func bits(_ logLikelihood: Double) -> Double {
      -logLikelihood / Foundation.log(2) / Double(table.columnCount)
    }
    var best = (circuit: beginning, bits: Double.infinity)
    for epoch in 0..<options.epochs {
      let step = Self.step(epoch, of: options.epochs)
      let order = (0..<training.rowCount).shuffled(using: &random)
      let seen = bits(learning.epoch(training, order: order, step: { _ in step }))
      let now = validation.map { bits(learning.logLikelihood($0)) } ?? seen
      if now < best.bits { best = (learning.learned(), now) }
      let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
      progress(Progress(epoch: epoch, step: step, bits: seen, validationBits: now, seconds: seconds))
    }
    return best
  }

  /// From 1 down to 0.1 in a straight line over the first third, then to 0.001, a constant factor an epoch.
  static func step(_ epoch: Int, of epochs: Int) -> Float {
    let place = Float(epoch) / Float(max(epochs - 1, 1))
    return place < 1.0 / 3 ? 1 - 2.7 * place : 0.1 * Foundation.pow(0.01, (place - 1.0 / 3) * 1.5)
  }
}
