#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Bytes
import Neural

/// `model.json` of a consistency model: what it is, besides its numbers.
struct ConsistencyDescription: Decodable {
  /// How many layers each network has.
  struct Layers: Decodable {
    var encoder: Int
    var decoder: Int
    /// 0: there is none.
    var refiner: Int
  }

  var format: Int
  var name: String
  var codec: String
  var rate: Int
  /// Of the tokens.
  var width: Int
  /// Frames of a token.
  var time: Int
  var layers: Layers
  /// Levels of noise of the refiner, the first one that of pure noise; none without a refiner.
  var sigmas: [Float]
  /// Of refinement, unless told otherwise.
  var steps: Int

  static let codecName = "consistency"

  /// Throws `corruptData` or `unsupported`.
  init(json: [UInt8]) throws(CodecError) {
    do {
      self = try JSONDecoder().decode(ConsistencyDescription.self, from: Data(json))
    } catch {
      throw .corruptData("model.json: \(error)")
    }
    guard format == 1, codec == Self.codecName else {
      throw .unsupported("model.json: format \(format), codec \(codec)")
    }
    guard ModelDescription.isName(name), rate == ChunkShape.rate,
      (1...16).contains(width / TransformerLayer.headWidth), width % TransformerLayer.headWidth == 0,
      [1, 2, 4, 8].contains(time), (0...64).contains(layers.encoder), (0...64).contains(layers.decoder),
      (0...64).contains(layers.refiner), sigmas.count == (layers.refiner == 0 ? 0 : 2),
      sigmas.allSatisfy({ $0 > 0 && $0 <= 1000 }), (0...sigmas.count).contains(steps)
    else { throw .corruptData("model.json: a value out of range") }
  }

  var tokens: ChunkTokens { ChunkTokens(time: time) }
}
