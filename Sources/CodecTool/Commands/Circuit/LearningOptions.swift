import ArgumentParser
import Bytes
import CircuitLearning
import Codecs

/// How a circuit is learned: the one place where the options of the command become those of the library.
struct LearningOptions: ParsableArguments {
  private static let standard = CircuitTraining.Options()

  @Option(help: ArgumentHelp("Values of every hidden variable: more are slower and better.", valueName: "n"))
  var states = standard.states

  @Option(
    help: ArgumentHelp(
      "Distributions that all variables share and mix; 0: each has its own for every state.", valueName: "n"))
  var inputs = standard.sharedInputs ?? 0

  @Option(help: ArgumentHelp("Passes over the samples in every stage.", valueName: "n"))
  var epochs = standard.epochs

  @Option(
    help: ArgumentHelp(
      "Begin with so many times fewer halves of the states and double them, a stage each time.",
      valueName: "n")
  )
  var growths = standard.growths

  @Option(
    help: ArgumentHelp(
      "Share of the weights to take out before a last stage with the others, 0 to 1.", valueName: "x"))
  var pruning = standard.pruning

  @Option(
    help: ArgumentHelp("End a stage after so many epochs without progress; 0: never.", valueName: "n"))
  var patience = standard.patience

  @Option(help: ArgumentHelp("Passes at the end that take all samples at once.", valueName: "n"))
  var finishing = standard.finishing

  @Flag(help: "Samples are pictures; learn also from each moved by one pixel, against overfitting.")
  var shifts = false

  @Option(help: ArgumentHelp("Samples that every step of learning takes together.", valueName: "n"))
  var batch = standard.learning.batch

  @Option(help: ArgumentHelp("Imagined samples for every distribution, against overfitting.", valueName: "x"))
  var pseudocount = standard.learning.pseudocount

  @Option(
    help: ArgumentHelp(
      "One sample of so many is not learned from but decides which epoch was best; 0: none.", valueName: "n"))
  var validation = standard.validationShare

  @Option(help: ArgumentHelp("Of the random numbers that learning begins with.", valueName: "n"))
  var seed = standard.seed

  @OptionGroup var threading: ThreadingOptions

  func validate() throws {
    if !(1...1024).contains(states) { throw ValidationError("--states is 1 to 1024") }
    if !(0...1024).contains(inputs) { throw ValidationError("--inputs is 0 to 1024") }
    if !(1...1_000_000).contains(epochs) { throw ValidationError("--epochs is 1 to 1000000") }
    if !(0...10).contains(growths) { throw ValidationError("--growths is 0 to 10") }
    if !(0..<1).contains(pruning) { throw ValidationError("--pruning is 0 to less than 1") }
    if patience < 0 { throw ValidationError("--patience is 0 or more") }
    if !(0...1_000_000).contains(finishing) { throw ValidationError("--finishing is 0 to 1000000") }
    if !(2...1 << 20).contains(batch) { throw ValidationError("--batch is 2 to 1048576") }
    if !(0...1e6).contains(pseudocount) { throw ValidationError("--pseudocount is 0 to 1000000") }
    if validation != 0, !(2...1_000_000_000).contains(validation) {
      throw ValidationError("--validation is 0, or 2 or more")
    }
  }

  /// The most memory for values of a batch of samples, and for the mutual information of all pairs.
  private static let bytes = 1 << 33

  /// - Throws: `limitExceeded` for variables that would take too much memory to learn.
  func check(variables: Int, cardinality: Int) throws(CodecError) {
    try CircuitModel.checkLearning(
      variables: variables, cardinality: cardinality, states: states,
      sharedInputs: inputs > 0 ? inputs : nil)
    // For each variable an input, a mixture of shared ones, a product and a sum, each with values and flows.
    let units = inputs > 0 ? inputs + 3 * states : 3 * states
    let values = 2 * units * batch * MemoryLayout<Float>.size
    guard variables <= Self.bytes / values, variables <= Self.bytes / MemoryLayout<Float>.size / variables
    else {
      throw .limitExceeded(
        "\(variables) variables with \(states) states; learning would take too much memory")
    }
  }

  /// - Parameter shape: of a sample; the first two numbers are height and width of a picture.
  func training(shape: [Int]) -> CircuitTraining.Options {
    var options = Self.standard
    options.states = states
    options.sharedInputs = inputs > 0 ? inputs : nil
    options.epochs = epochs
    options.growths = growths
    options.pruning = pruning
    options.patience = patience
    options.finishing = finishing
    options.learning.batch = batch
    options.learning.pseudocount = pseudocount
    options.learning.threads = threading.count
    options.validationShare = validation
    options.seed = seed
    options.shiftedShape = shifts ? shape : nil
    return options
  }
}
