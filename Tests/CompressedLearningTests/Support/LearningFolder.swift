import Bytes
import Codecs
import Foundation
import Media
import Testing

/// A folder of its own for one test, with `.cdc` files in it; it goes with the value.
final class LearningFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/codec-learning-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult func write(_ bytes: [UInt8], as name: String) throws -> String {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  /// A picture as a `.cdc` file; its latents.
  @discardableResult func write(
    _ image: Image, model name: String = "latent-16x", step: Float = 16, as file: String
  ) throws -> LatentTensor {
    let model = try ModelStore.model(named: name)
    let latents = try WaveletImageCodec(model: model).analyze(image, .init(step: step))
    try write(ImageFile(latents: latents).serialized(model: model), as: file)
    return latents
  }

  /// Pictures of two kinds, in folders named after them.
  @discardableResult func writeStripes(count: Int, step: Float = 16) throws -> [String: LatentTensor] {
    var result: [String: LatentTensor] = [:]
    for index in 0..<count {
      for (name, isAcross) in [("across", true), ("down", false)] {
        let key = "\(name)/\(index)"
        result[key] = try write(Self.stripes(isAcross, seed: UInt64(index)), step: step, as: key + ".cdc")
      }
    }
    return result
  }

  /// Stripes of a random width, place and colour.
  static func stripes(_ isAcross: Bool, seed: UInt64, width: Int = 64, height: Int = 48) -> Image {
    var random = SplitMix64(seed: seed &+ (isAcross ? 1000 : 0))
    let (period, phase) = (Int.random(in: 5...9, using: &random), Int.random(in: 0..<9, using: &random))
    let colour = (0..<3).map { _ in UInt8.random(in: 60...255, using: &random) }
    var samples: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        let isLight = ((isAcross ? y : x) + phase) / period % 2 == 0
        for channel in 0..<3 { samples.append(isLight ? colour[channel] : colour[channel] / 4) }
      }
    }
    return Image(width: width, height: height, channels: .rgb, samples: .eight(samples))
  }
}
