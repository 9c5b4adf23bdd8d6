#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Lines of text on standard output, for programs, and on standard error, for people.
enum StandardStreams {
  /// What messages call standard output.
  static let outputName = "standard output"

  /// Whether somebody watches standard error.
  static var hasTerminal: Bool { isatty(STDERR_FILENO) != 0 }

  /// A line on standard output.
  static func print(_ line: String) throws(ToolError) {
    let code = write(line + "\n", to: STDOUT_FILENO)
    guard code == 0 else { throw .system(code, .inputOutput, file: outputName) }
  }

  /// A line on standard error. Nobody can be told when that fails.
  static func note(_ line: String) {
    _ = write(line.onOneLine + "\n", to: STDERR_FILENO)
  }

  /// Control sequences for the terminal behind standard error.
  static func drawOnTerminal(_ text: String) {
    _ = write(text, to: STDERR_FILENO)
  }

  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { SystemCall.writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
  }
}

extension String {
  /// File names and messages may hold anything: control characters become "?", so that a line stays a line and
  /// a name cannot steer a terminal.
  var onOneLine: String {
    var view = UnicodeScalarView()
    for scalar in unicodeScalars {
      view.append(scalar.properties.generalCategory == .control ? "?" : scalar)
    }
    return String(view)
  }
}
