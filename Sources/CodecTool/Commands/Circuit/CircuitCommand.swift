import ArgumentParser

/// Probabilistic circuits: exact models of tables of integers.
struct CircuitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "circuit",
    abstract: "Learn circuits of tables and pictures of one size; code such data without loss.",
    discussion: """
      A probabilistic circuit is an exact model of samples that all have the same number of values. Samples come from \
      IDX files (as MNIST has them), NPY files of integers, either also packed by gzip, or folders of PNG, PGM, PPM \
      and PAM pictures of one size, gray or RGB with 8 bits.

      """ + ExitStatus.helpText,
    subcommands: [
      CircuitLearnCommand.self, CircuitEvalCommand.self, CircuitInfoCommand.self, CircuitSampleCommand.self,
      CircuitCompressCommand.self, CircuitDecompressCommand.self,
    ])
}
