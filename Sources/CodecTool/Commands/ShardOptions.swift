import ArgumentParser

/// What goes into shards, on the command line.
struct ShardOptions: ParsableArguments {
  @Flag(help: "For --to tar: keep the .cdc files as they are, instead of arrays.")
  var coded = false

  @Option(
    name: .customLong("shard-samples"),
    help: ArgumentHelp("For --to tar: samples of a shard (default: 1000).", valueName: "n"))
  var samples: Int?

  @Option(
    help: ArgumentHelp(
      "For --to tar: a CSV file of names and classes: paths below the folder, a comma, the class.",
      valueName: "file"))
  var labels: String?

  static let usualSamples = 1000

  var areGiven: Bool { coded || samples != nil || labels != nil }

  func validate() throws {
    if let samples, !(1...1_000_000).contains(samples) {
      throw ValidationError("--shard-samples is 1 to 1000000")
    }
  }
}
