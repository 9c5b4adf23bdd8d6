import ArgumentParser
import Codecs

/// The built-in models.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "Tell which models there are.", subcommands: [List.self, Show.self],
    defaultSubcommand: List.self)

  /// Names, the default for pictures first, then those for sounds.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "Names of the built-in models: for pictures, the default first, then for sounds.")

    func run() throws {
      for name in ModelStore.names + ModelStore.soundNames + ModelStore.consistencyNames {
        try StandardStreams.print(name)
      }
    }
  }

  /// One model.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Name, digest, colours and channels of a model.")

    @Argument(help: "A built-in model, or a folder with the files of one.")
    var name: String

    func run() throws {
      if ModelStore.soundNames.contains(name) { return try showSound() }
      if ModelStore.consistencyNames.contains(name) { return try showConsistency() }
      let model = try ModelChoice.model(named: name)
      try StandardStreams.print(
        """
        name     \(model.identity.name)
        digest   \(model.identity.hexadecimal)
        colours  \(model.colours)
        channels \(model.channels), \(model.primaryChannels) primary
        """)
    }

    private func showSound() throws {
      let model = try ModelStore.soundModel(named: name)
      try StandardStreams.print(
        """
        name     \(model.identity.name)
        digest   \(model.identity.hexadecimal)
        rate     \(model.rate) Hz, columns of \(model.hop) frames
        channels \(model.channels), \(model.primaryChannels) primary
        """)
    }

    private func showConsistency() throws {
      let model = try ModelStore.consistencyModel(named: name)
      try StandardStreams.print(
        """
        name     \(model.identity.name)
        digest   \(model.identity.hexadecimal)
        rate     \(model.rate) Hz, chunks of \(model.chunkFrames) frames
        scalars  \(model.means.count) a chunk and pair of channels, \(model.sideScalars) more of side
        steps    \(model.usualSteps), at most \(model.mostSteps)
        """)
    }
  }
}
