import ArgumentParser

/// Small classifiers of latents: what a data set is worth to learn from, in a minute.
struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Learn small classifiers of latents, or of pixels beside them; tell how good they are.",
    discussion: """
      Data are .cdc files, folders of them, and shards (`codec latents --to tar`). The name of the folder that a file is in \
      is its class, unless --labels gives a table.

      """ + ExitStatus.helpText,
    subcommands: [ProbeTrainCommand.self, ProbeEvalCommand.self, ProbeStatisticsCommand.self])
}
