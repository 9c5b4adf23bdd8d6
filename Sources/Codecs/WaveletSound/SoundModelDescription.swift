#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Bytes

/// `model.json` of a model of sounds: what it is, besides its numbers.
struct SoundModelDescription: Decodable {
  struct Network: Decodable {
    var width: Int
    var blocks: Int
  }

  var format: Int
  var name: String
  var codec: String
  /// Frames in a second that it was made for.
  var rate: Int
  /// Splits of the packet.
  var levels: Int
  /// Channels of latents.
  var channels: Int
  /// The first of them, which are the tensor to learn from; the others are details.
  var primary: Int
  /// Samples of full scale are -unit to unit inside the model.
  var unit: Float
  var network: Network

  static let codecName = "wavelet-sound"

  init(json: [UInt8]) throws(CodecError) {
    do {
      self = try JSONDecoder().decode(SoundModelDescription.self, from: Data(json))
    } catch {
      throw .corruptData("model.json: \(error)")
    }
    guard format == 1, codec == Self.codecName else {
      throw .unsupported("model.json: format \(format), codec \(codec)")
    }
    guard ModelDescription.isName(name), (1...SoundGrid.highestRate).contains(rate),
      (1...10).contains(levels), (1...1024).contains(channels), (1...channels).contains(primary),
      unit.isNormal, unit > 0, (1...1024).contains(network.width), (0...64).contains(network.blocks)
    else { throw .corruptData("model.json: a value out of range") }
  }
}
