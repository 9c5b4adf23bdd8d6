import Bytes
import Dispatch
import Foundation
import ProbabilisticCircuits

/// Learns a circuit of a table: its hidden Chow-Liu tree, first parameters from clusters, then stepwise EM in stages
/// with growths between them, and pruning at the end.
public struct CircuitTraining: Sendable {
  public let options: Options
  private let cardinalities: [Int]
  private let training: IntegerTable
  private let validation: IntegerTable?
  /// A digest of the table and the options that decide the result.
  private let identity: [UInt8]
  private let random: SplitMix64
  private let start: Circuit?

  /// - Parameter start: a circuit that was learned before, to go on with: its structure, parameters and states stay
  ///   what learning begins with, at a smaller step.
  /// - Precondition: values below the cardinalities, which are those of `start`, and at least one row to learn from.
  public init(
    _ table: IntegerTable, cardinalities: [Int], start: Circuit? = nil, _ options: Options = Options()
  ) {
    precondition(start.map { $0.cardinalities == cardinalities } ?? true, "a start of other variables")
    self.options = options
    self.cardinalities = cardinalities
    self.start = start
    var random = SplitMix64(seed: options.seed)
    let shuffled = (0..<table.rowCount).shuffled(using: &random)
    let kept = options.validationShare > 0 ? table.rowCount / options.validationShare : 0
    validation = kept > 0 ? table.rows(shuffled.prefix(kept)) : nil
    training = table.rows(shuffled.dropFirst(kept))
    self.random = random
    var settled = options
    settled.learning.threads = 1
    let data = table.values.withUnsafeBytes { SHA256.digest(Array($0)) }
    identity = SHA256.digest(
      data + Array("\(settled) \(cardinalities)".utf8)
        + (start.map { $0.quantized().digest } ?? []))
  }

  /// The best circuit for validation, and what it costs a row there in bits a variable; of the rows learned from, if none
  /// were kept.
  ///
  /// The same options and table give the same circuit at any number of threads.
  /// - Parameters:
  ///   - checkpoint: what an earlier run of the same table and options gave to `save`; nil: from the beginning.
  ///   - save: is called after every epoch with what makes a checkpoint, and may call it.
  /// - Throws: `corruptData` or `invalidParameter` for a checkpoint that is none of this training.
  public func run(
    from checkpoint: [UInt8]? = nil, save: (() -> [UInt8]) throws -> Void = { _ in },
    progress: (Progress) -> Void = { _ in }
  ) throws -> (circuit: Circuit, bits: Double) {
    let start = DispatchTime.now().uptimeNanoseconds
    var state =
      try checkpoint.map { bytes throws(CodecError) in
        try TrainingState(parsing: bytes, identity: identity)
      } ?? beginning()
    while state.stage < options.stages {
      let learning = ExpectationMaximization(state.current, options.learning)
      if !state.parameters.isEmpty {
        guard learning.restore(parameters: state.parameters, statistics: state.statistics) else {
          throw CodecError.corruptData("checkpoint: statistics")
        }
      }
      while state.epoch < options.epochs, options.patience == 0 || state.stale < options.patience {
        let seen = epoch(learning, &state)
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
        progress(
          Progress(
            epoch: state.stage * options.epochs + state.epoch, epochs: options.stages * options.epochs,
            states: learning.circuit.widest, bits: seen.bits, validationBits: seen.validationBits,
            seconds: seconds))
        try save {
          (state.parameters, state.statistics) = learning.snapshot()
          return state.serialized(identity: identity)
        }
      }
      finish(learning, &state)
    }
    return (state.best, state.bestBits)
  }

  /// The start, or a hidden Chow-Liu tree with parameters counted in clusters.
  private func beginning() -> TrainingState {
    if let start { return TrainingState(random: random, beginning: start) }
    let threads = options.learning.threads
    let sample = training.rows(0..<min(options.structureRows, training.rowCount))
    let information = MutualInformation(sample, cardinalities: cardinalities, threads: threads)
    let states = max(options.states >> options.growths, 1)
    let clusters = StateClusters(
      sample, cardinalities: cardinalities, information, states: states, seed: options.seed, threads: threads)
    var parameters = ClusteredParameters(sample, clusters)
    let circuit = Circuit(
      hiddenTree: VariableTree(information), cardinalities: cardinalities, states: states,
      sharedInputs: options.sharedInputs, parameters: &parameters)
    return TrainingState(random: random, beginning: circuit)
  }

  private func epoch(
    _ learning: ExpectationMaximization, _ state: inout TrainingState
  ) -> (bits: Double, validationBits: Double) {
    let step = options.step(state.epoch, stage: state.stage, isNew: start == nil)
    let rows =
      options.shiftedShape.map { training.withShiftedCopies($0, using: &state.random) } ?? training
    let order = (0..<rows.rowCount).shuffled(using: &state.random)
    let seen = bits(learning.epoch(rows, order: order, step: { _ in step }))
    let now = validation.map { bits(learning.logLikelihood($0)) } ?? seen
    state.epoch += 1
    state.stale = now < state.bestBits ? 0 : state.stale + 1
    if now < state.bestBits { (state.best, state.bestBits) = (learning.learned(), now) }
    return (seen, now)
  }

  /// Ends a stage: grows, prunes, or finishes with plain EM.
  private func finish(_ learning: ExpectationMaximization, _ state: inout TrainingState) {
    if state.stage < options.growths {
      state.current = state.best.grown(noise: Self.growthNoise, using: &state.random)
      state.bestBits = .infinity
    } else if state.stage < options.stages - 1 {
      state.current = learning.pruned(share: options.pruning)
      state.bestBits = .infinity
    } else {
      for _ in 0..<options.finishing { _ = learning.fullBatch(training) }
      let now = bits(learning.logLikelihood(validation ?? training))
      if now < state.bestBits { (state.best, state.bestBits) = (learning.learned(), now) }
    }
    state.stage += 1
    (state.epoch, state.stale, state.parameters, state.statistics) = (0, 0, [], [])
  }

  /// A mean natural log-likelihood in bits a variable.
  private func bits(_ logLikelihood: Double) -> Double {
    -logLikelihood / Foundation.log(2) / Double(cardinalities.count)
  }

  /// As in the source of `grown`.
  private static let growthNoise: Float = 0.3
}

extension Circuit {
  /// Units of the largest layer that is no input.
  fileprivate var widest: Int {
    layers.map { if case .input = $0 { 0 } else { $0.units } }.max() ?? 0
  }
}
