import ArgumentParser
import Bytes
import Codecs

/// The circuit file that several commands take.
enum CircuitFile {
  static let help = ArgumentHelp("A circuit file, as `codec circuit learn` writes it.", valueName: "file")

  /// Reads a circuit.
  /// - Throws: `missingModel` when there is no such file; what reading it throws.
  static func model(at path: String) throws(ToolError) -> CircuitModel {
    let input: InputFile
    do {
      input = try InputFile(reading: path)
    } catch {
      throw ToolError(
        error.message, error.status == .missingInput ? .missingModel : error.status, file: error.file)
    }
    do {
      return try CircuitModel(file: input.bytes)
    } catch {
      throw ToolError(error, file: input.name)
    }
  }

  /// The circuit that a coded table needs, which must be given.
  /// - Throws: `missingModel` that names the circuit by its digest.
  static func model(at path: String?, for input: InputFile) throws(ToolError) -> CircuitModel {
    if let path { return try model(at: path) }
    do {
      let digest = ModelIdentity.hexadecimal(try TableFile.summary(of: input.bytes).digest)
      throw ToolError(
        CodecError.missingModel(
          "the table needs the circuit with digest \(digest); name its file with --circuit"),
        file: input.name)
    } catch {
      throw ToolError(error, file: input.name)
    }
  }
}

/// What commands with one output have in common.
struct SingleOutputOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Where the result goes; - is standard output.", valueName: "path"))
  var output: String

  @Flag(name: [.customShort("f"), .long], help: "Replace outputs that exist.")
  var force = false

  @Flag(name: .customLong("json"), help: "Write a JSON object to standard output.")
  var writesJSON = false

  @Flag(name: .long, help: "Say nothing but errors.")
  var quiet = false

  func validate() throws {
    if output.isEmpty { throw ValidationError("a file name is empty") }
    if writesJSON, output == InputFile.standardStream {
      throw ValidationError("--json and the output both want standard output; name a file with --output")
    }
  }

  /// Tells of a result: a line for people, an object for programs.
  func report(line: String, json: JSON) throws(ToolError) {
    if writesJSON { try StandardStreams.print(json.line) }
    if !quiet { StandardStreams.note(line) }
  }
}
