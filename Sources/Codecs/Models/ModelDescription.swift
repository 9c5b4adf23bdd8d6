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
  /// The model that codes gray pictures in this one's stead; nil: this one does.
  var gray: String?
  /// Channels of latents.
  var channels: Int
  /// The first of them, which are the tensor to learn from; the others are details. nil: all.
  var primary: Int?
  /// Rounding offset of the quantizer: below 0.5 widens the zone that becomes zero.
  var rounding: Float
  /// The step at which the networks' t is zero.
  var referenceStep: Float
  /// The least and the largest step that the networks were trained with; beyond, they are told the nearest.
  var trainedSteps: [Float]
  /// Unit of the networks' details; nil: the step.
  var detailUnit: Float?
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
    guard Self.isName(name), gray.map(Self.isName) ?? true, colours == 1 || colours == 3,
      (1...1024).contains(channels), (1...channels).contains(primary ?? 1), rounding >= 0,
      rounding <= 0.5,
      referenceStep.isNormal, referenceStep > 0, trainedSteps.count == 2, trainedSteps[0].isNormal,
      trainedSteps[0] > 0, trainedSteps[1] >= trainedSteps[0], trainedSteps[1].isFinite,
      detailUnit.map({ $0.isNormal && $0 > 0 }) ?? true
    else { throw .corruptData("model.json: a value out of range") }
    _ = try latentGrid()
  }

  static func isName(_ text: String) -> Bool {
    (1...32).contains(text.utf8.count) && text.utf8.allSatisfy(nameBytes.contains)
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
