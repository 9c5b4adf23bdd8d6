import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The built program, run as a process of its own.
enum Tool {
  struct Outcome {
    /// The exit status, or the negative number of the signal that ended the process.
    let status: Int32
    let output: [UInt8]
    let errors: String

    var text: String { String(decoding: output, as: UTF8.self) }
    /// Lines on standard error.
    var errorLines: [Substring] { errors.split(separator: "\n") }
  }

  /// The program lies beside the bundle of these tests, whose path is among the arguments of this process.
  static let path: String = {
    for argument in CommandLine.arguments {
      let components = argument.split(separator: "/", omittingEmptySubsequences: false)
      if let index = components.firstIndex(where: { $0.hasSuffix(".xctest") }) {
        return (components[..<index] + ["codec"]).joined(separator: "/")
      }
    }
    return "codec"
  }()

  /// Runs to the end. Standard input is empty unless given.
  static func run(_ arguments: [String], input: [UInt8] = []) throws -> Outcome {
    try run(path, arguments, input: input)
  }

  static func run(_ arguments: String..., input: [UInt8] = []) throws -> Outcome {
    try run(path, arguments, input: input)
  }

  /// Runs a command of the shell; "$0" is the program, "$1" and so on are the arguments.
  static func shell(_ script: String, _ arguments: String...) throws -> Outcome {
    try run("/bin/sh", ["-c", script, path] + arguments, input: [])
  }

  /// Streams go through files: no pipe can fill up.
  private static func run(_ program: String, _ arguments: [String], input: [UInt8]) throws -> Outcome {
    let scratch = try Scratch()
    let streams = [scratch / "in", scratch / "out", scratch / "errors"]
    try Scratch.write(input, to: streams[0])
    let process = try start(program, arguments, streams: streams)
    let status = try wait(for: process)
    return Outcome(
      status: status, output: try Scratch.read(streams[1]),
      errors: String(decoding: try Scratch.read(streams[2]), as: UTF8.self))
  }

  /// - Parameter streams: files for standard input, output and errors.
  static func start(_ program: String, _ arguments: [String], streams: [String]) throws -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, streams[0], O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, streams[1], O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, streams[2], O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var process: pid_t = 0
    try #require(posix_spawn(&process, program, &actions, nil, &words, environ) == 0, "\(program)")
    return process
  }

  static func wait(for process: pid_t) throws -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 { try #require(errno == EINTR) }
    return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
  }
}
