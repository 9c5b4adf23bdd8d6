import Foundation

extension CircuitTraining {
  public struct Options: Sendable {
    /// Values of every hidden variable.
    public var states = 16
    /// Input distributions that all variables share; nil: each variable has its own.
    public var sharedInputs: Int? = 64
    /// How often the states are doubled on the way: learning begins with states / 2^growths of them.
    public var growths = 0
    /// Share of the weights of sums that is taken out at the end, 0...1, before as many epochs again with the others.
    public var pruning: Float = 0
    /// Passes over the rows in every stage: before each doubling, after the last, after pruning.
    public var epochs = 12
    /// A stage ends early after so many epochs that were no better for validation; 0: it does not.
    public var patience = 0
    /// Steps of plain EM over all rows at the end.
    public var finishing = 0
    public var learning = ExpectationMaximization.Options()
    /// Rows are pictures [height, width, …], and in every epoch each is also met moved by one place at random: for many
    /// states, which otherwise learn the rows by heart. Nil: rows as they are. Validation is always of rows as they are.
    public var shiftedShape: [Int]?
    /// Rows that mutual information is estimated on, and that the first hidden states are clusters of.
    public var structureRows = 20_000
    /// One row of so many is kept for validation; the parameters that were best there are the result. 0: none is.
    public var validationShare = 20
    public var seed: UInt64 = 1

    public init() {}
  }

  /// Where learning stands after an epoch.
  public struct Progress: Sendable {
    /// Counted from 1, of all stages.
    public var epoch, epochs: Int
    public var states: Int
    /// Bits a variable: of the rows learned from, as they were met, and of those for validation.
    public var bits, validationBits: Double
    /// Since learning began or was taken up again.
    public var seconds: Double
  }
}

extension CircuitTraining.Options {
  /// Stages of `epochs` epochs.
  var stages: Int { growths + 1 + (pruning > 0 ? 1 : 0) }

  /// The step of EM, 0...1. In the first third of a stage it falls in a straight line to 0.1, from 1, after a
  /// growth from 0.5, after pruning or with a circuit that is not new from 0.2; then by a constant factor an epoch, to 0.05 before a growth, 0.01 before pruning and 0.005 at
  /// the end.
  func step(_ epoch: Int, stage: Int, isNew: Bool) -> Float {
    let place = Float(epoch) / Float(max(epochs - 1, 1))
    let first: Float = stage > growths || stage == 0 && !isNew ? 0.2 : stage == 0 ? 1 : 0.5
    let last: Float = stage == stages - 1 ? 0.005 : stage < growths ? 0.05 : 0.01
    guard place >= 1.0 / 3 else { return first + (0.1 - first) * 3 * place }
    return 0.1 * Foundation.pow(last / 0.1, (place - 1.0 / 3) * 1.5)
  }
}
