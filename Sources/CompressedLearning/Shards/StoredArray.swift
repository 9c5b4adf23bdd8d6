import Bytes
import Codecs
import Tables

/// What the description of a sample in a shard (`key.json`) says of its array (`key.npy`).
struct StoredArray: Equatable, Sendable {
  /// Channels, height, width.
  var shape: [Int]
  /// A symbol s stands for the coefficient s · step.
  var step: Float
  /// What made the latents; nil when the digest is none.
  var model: ModelIdentity?

  /// Symbols of an NPY file of integers.
  ///
  /// - Throws: `corruptData` when the array is not as described, `unsupported` for one of floats, and as `NumericArray`.
  func array(_ bytes: [UInt8], limits: Limits) throws(CodecError) -> LatentArray {
    let array = try NumericArray(npy: bytes, limits: limits)
    guard array.shape == shape, shape.count == 3 else {
      throw .corruptData("an array of shape \(array.shape); its description says \(shape)")
    }
    guard case .integers(let symbols) = array.values else {
      throw .unsupported("an array of floats: shards to learn from hold integers")
    }
    return LatentArray(channels: shape[0], height: shape[1], width: shape[2], symbols: symbols, step: step)
  }
}
