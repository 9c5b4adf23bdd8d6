#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Bytes

/// `model.json`: what a model is, besides its numbers.
struct ModelDescription: Decodable {
  struct Grid: Decodable {
    var tree: String
    var levels: Int
  }

  struct Network: Decodable {
    var inputs: Int
    var width: Int
    var blocks: Int
    var outputs: Int
  }

  var format: Int
  var name: String
  var codec: String
  var grid: Grid
  /// Colour planes: 3, or 1 for a gray model.
  var colours: Int
  /// Channels of latents.
  var channels: Int
  /// Rounding offset of the quantizer: below 0.5 widens the zone that becomes zero.
  var rounding: Float
  /// The step at which the networks' t is zero.
  var referenceStep: Float
  /// The least and the largest step that the networks were trained with; beyond, they are told the nearest.
  var trainedSteps: [Float]
  /// Unit of the networks' details; nil: the step.
  var detailUnit: Float?
  /// Unit of the encoder's outputs, in deviations of the channels; with `encoder`.
  var bend: Float?
  /// Bends the linear analysis, on the grid of the latents; may be absent.
  var encoder: Network?
  /// On the grid of the latents; absent for pyramids.
  var coarse: Network?
  /// On the level-1 bands.
  var fine: Network

  init(json: [UInt8]) throws(CodecError) {
    do {
      self = try JSONDecoder().decode(ModelDescription.self, from: Data(json))
    } catch {
      throw .corruptData("model.json: \(error)")
    }
    guard format == 1, codec == "wavelet-image" else {
      throw .unsupported("model.json: format \(format), codec \(codec)")
    }
    let validName = (1...32).contains(name.utf8.count) && name.utf8.allSatisfy(Self.nameBytes.contains)
    guard validName, colours == 1 || colours == 3, (1...1024).contains(channels), rounding >= 0,
      rounding <= 0.5,
      referenceStep.isNormal, referenceStep > 0, trainedSteps.count == 2, trainedSteps[0].isNormal,
      trainedSteps[0] > 0, trainedSteps[1] >= trainedSteps[0], trainedSteps[1].isFinite,
      detailUnit.map({ $0.isNormal && $0 > 0 }) ?? true,
      encoder == nil || bend.map({ $0.isNormal && $0 > 0 }) ?? false
    else { throw .corruptData("model.json: a value out of range") }
    _ = try latentGrid()
  }

  private static let nameBytes = Set("abcdefghijklmnopqrstuvwxyz0123456789-".utf8)

  func latentGrid() throws(CodecError) -> LatentGrid {
    switch (grid.tree, grid.levels) {
    case ("pyramid", 1...5) where channels == colours: .pyramid(levels: grid.levels)
    case ("uniform", 1...4): .uniform(levels: grid.levels)
    default: throw .corruptData("model.json: grid \(grid.tree) with \(grid.levels) levels")
    }
  }
}
