import ArgumentParser

/// What `encode` and `decode` have in common on the command line.
struct BatchOptions: ParsableArguments {
  @Argument(help: "Files, or folders with --recursive; - is standard input.")
  var inputs: [String]

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "File, folder, or - for standard output. Several inputs need a folder; a name that ends in / is made one. "
        + "Without this option outputs stand beside their inputs.", valueName: "path"))
  var output: String?

  @Flag(name: [.customShort("r"), .long], help: "Take the files in folders; mirror the tree into --output.")
  var recursive = false

  @Flag(name: [.customShort("f"), .long], help: "Replace outputs that exist.")
  var force = false

  @Flag(name: .customLong("skip-existing"), help: "Leave out inputs whose output exists.")
  var skipsExisting = false

  @OptionGroup var threading: ThreadingOptions

  @Flag(
    name: .customLong("json"),
    help: "Write a JSON object for each file to standard output; bytes and bpp are those of the .cdc file.")
  var writesJSON = false

  @Flag(name: .long, help: "Say nothing but errors.")
  var quiet = false

  func validate() throws {
    if force && skipsExisting { throw ValidationError("--force and --skip-existing exclude each other") }
    for path in inputs + [output].compactMap({ $0 }) where path.isEmpty {
      throw ValidationError("a file name is empty")
    }
  }
}
