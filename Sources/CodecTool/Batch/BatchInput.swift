import Bytes

/// One input of a batch, open; nothing was read of it.
struct BatchInput {
  let source: FileSource
  /// As it was given; `-` for standard input.
  let path: String
  /// Where its output goes.
  let output: String

  /// All of it, in memory.
  func file(limits: Limits = .standard) throws(ToolError) -> InputFile {
    try InputFile(reading: source, path: path, limits: limits)
  }
}
