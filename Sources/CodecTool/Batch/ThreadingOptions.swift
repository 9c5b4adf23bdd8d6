import ArgumentParser

/// How many threads work on a picture or a table.
struct ThreadingOptions: ParsableArguments {
  /// More cannot help, and each takes memory.
  private static let range = 1...1024

  @Option(
    name: [.customShort("j", allowingJoined: true), .customLong("threads")],
    help: ArgumentHelp("Threads (default: one a processor).", valueName: "n"))
  var requested: Int?

  /// At least 1.
  var count: Int { requested ?? min(SystemCall.processorCount, Self.range.upperBound) }

  func validate() throws {
    if let requested, !Self.range.contains(requested) {
      throw ValidationError("--threads is \(Self.range.lowerBound) to \(Self.range.upperBound)")
    }
  }
}
