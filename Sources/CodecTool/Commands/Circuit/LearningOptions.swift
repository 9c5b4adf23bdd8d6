import ArgumentParser
import Bytes
import CircuitLearning
import Codecs

/// How a circuit is learned: the one place where the options of the command become those of the library.
struct LearningOptions: ParsableArguments {
  private static let standard = CircuitTraining.Options()

  @Option(help: ArgumentHelp("Values of every hidden variable: more are slower and better.", valueName: "n"))
  var states = standard.states

  @Option(help: ArgumentHelp("Passes over the samples.", valueName: "n"))
  var epochs = standard.epochs

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
    if !(1...1_000_000).contains(epochs) { throw ValidationError("--epochs is 1 to 1000000") }
    if !(0...1e6).contains(pseudocount) { throw ValidationError("--pseudocount is 0 to 1000000") }
    if validation != 0, !(2...1_000_000_000).contains(validation) {
      throw ValidationError("--validation is 0, or 2 or more")
    }
  }

  /// The most memory for values of a batch of samples, and for the mutual information of all pairs.
  private static let bytes = 1 << 32

  /// - Throws: `limitExceeded` for variables that would take too much memory to learn.
  func check(variables: Int, cardinality: Int) throws(CodecError) {
    try CircuitModel.checkLearning(variables: variables, cardinality: cardinality, states: states)
    // For each variable an input, a product and a sum, each with values and flows.
    let values = 6 * states * training.learning.batch * MemoryLayout<Float>.size
    guard variables <= Self.bytes / values, variables <= Self.bytes / MemoryLayout<Float>.size / variables
    else {
      throw .limitExceeded(
        "\(variables) variables with \(states) states; learning would take too much memory")
    }
  }

  var training: CircuitTraining.Options {
    var options = Self.standard
    options.states = states
    options.epochs = epochs
    options.learning.pseudocount = pseudocount
    options.learning.threads = threading.count
    options.validationShare = validation
    options.seed = seed
    return options
  }
}
