import Bytes
import EntropyCoding

/// A codec between a medium and its latents.
///
/// The two seams: `analyze` and `synthesize` are floating point; from latents to bytes everything is an integer,
/// and `entropyModel` serves both directions.
public protocol Codec: Sendable {
  associatedtype Medium
  /// What the encoder may choose.
  associatedtype Options: Sendable

  /// Quantized latents of a medium.
  func analyze(_ medium: Medium, _ options: Options) throws -> LatentTensor
  /// The medium of latents this codec's model made.
  func synthesize(_ latents: LatentTensor, threads: Int) throws -> Medium
  /// The default model of the latents' probabilities, one for all groups.
  var entropyModel: any LatentModel { get }
}
