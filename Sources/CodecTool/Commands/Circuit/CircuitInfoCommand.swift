import ArgumentParser
import Codecs

/// What a circuit is.
struct CircuitInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Tell what a circuit file holds.", discussion: ExitStatus.helpText)

  @Argument(help: CircuitFile.help)
  var circuit: String

  @Flag(name: .customLong("json"), help: "Write a JSON object.")
  var writesJSON = false

  func run() throws {
    let model = try CircuitFile.model(at: circuit)
    let outline = CircuitOutline(model.circuit)
    let cardinalities = model.circuit.cardinalities
    let least = cardinalities.min() ?? 0
    let most = cardinalities.max() ?? 0
    if writesJSON {
      let object = JSON.object([
        ("file", .text(circuit)), ("bytes", .integer(model.byteCount)), ("digest", .text(model.hexadecimal)),
        ("variables", .integer(cardinalities.count)), ("least_cardinality", .integer(least)),
        ("most_cardinality", .integer(most)), ("input_layers", .integer(outline.inputs)),
        ("product_layers", .integer(outline.products)), ("sum_layers", .integer(outline.sums)),
        ("states", .integer(outline.states)), ("parameters", .integer(outline.parameters)),
        ("depth", .integer(outline.depth)),
      ])
      return try StandardStreams.print(object.line)
    }
    let values = least == most ? "\(most)" : "\(least) to \(most)"
    try StandardStreams.print(
      """
      \(circuit.onOneLine)
        digest      \(model.hexadecimal)
        size        \(model.byteCount) bytes
        variables   \(cardinalities.count) of \(values) values
        layers      \(outline.inputs) inputs, \(outline.products) products, \(outline.sums) sums
        states      \(outline.states)
        parameters  \(outline.parameters)
        depth       \(outline.depth) sums
      """)
  }
}
