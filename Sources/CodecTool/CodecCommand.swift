import ArgumentParser

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The program: subcommands, and one line on standard error for whatever goes wrong.
@main
struct CodecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "codec",
    abstract: "Neural picture compression: .cdc files and tensors to learn from.",
    discussion: ExitStatus.helpText,
    version: "0.1.0",
    subcommands: [
      EncodeCommand.self, DecodeCommand.self, InfoCommand.self, TestCommand.self, CompareCommand.self,
      ModelsCommand.self, CircuitCommand.self, ScoreCommand.self, LatentsCommand.self,
      ProbeCommand.self,
    ])

  static func main() {
    PendingFile.removeOnSignals()
    // A reader that goes away and a file that may not grow are errors to report, not reasons to vanish.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as ToolError {
      fail(error)
    } catch {
      // An exit status that comes by itself was explained where it arose; help and version are no failures.
      guard !(error is ExitCode), exitCode(for: error) != .success else { exit(withError: error) }
      fail(ToolError(message(for: error), .usage))
    }
  }

  private static func fail(_ error: ToolError) -> Never {
    StandardStreams.note(error.line)
    Self.exit(withError: ExitCode(error.status.rawValue))
  }
}
