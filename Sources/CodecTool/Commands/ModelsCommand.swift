import ArgumentParser
import Codecs

/// The built-in models.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "Tell which models there are.", subcommands: [List.self, Show.self],
    defaultSubcommand: List.self)

  /// Names, the default first.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Names of the built-in models, the default first.")

    func run() throws {
      for name in ModelStore.names { try StandardStreams.print(name) }
    }
  }

  /// One model.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Name, digest, colours and channels of a model.")

    @Argument(help: "A built-in model, or a folder with the files of one.")
    var name: String

    func run() throws {
      let model = try ModelChoice.model(named: name)
      try StandardStreams.print(
        """
        name     \(model.identity.name)
        digest   \(model.identity.hexadecimal)
        colours  \(model.colours)
        channels \(model.channels), \(model.primaryChannels) primary
        """)
    }
  }
}
