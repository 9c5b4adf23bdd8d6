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

  @Option(
    help: ArgumentHelp(
      """
      For --to tar: a text file with the names of the classes, one a line, in the order of their numbers (default: the names \
      that occur, sorted). Parts of a data set that become shards apart need the classes of the whole.
      """, valueName: "file"))
  var classes: String?

  static let usualSamples = 1000

  var areGiven: Bool { coded || samples != nil || labels != nil || classes != nil }

  /// The names in the file of classes; nil without one.
  func classNames() throws -> [String]? {
    guard let classes else { return nil }
    let input = try InputFile(reading: classes)
    guard let text = String(validating: input.bytes, as: UTF8.self) else {
      throw ToolError("is no text in UTF-8", .corruptData, file: input.name)
    }
    let names = text.split(whereSeparator: \.isNewline).map(String.init)
    guard Set(names).count == names.count else {
      throw ToolError("names a class twice", .usage, file: input.name)
    }
    return names
  }

  func validate() throws {
    if let samples, !(1...1_000_000).contains(samples) {
      throw ValidationError("--shard-samples is 1 to 1000000")
    }
  }
}
