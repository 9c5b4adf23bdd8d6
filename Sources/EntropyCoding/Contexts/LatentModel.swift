/// A model of quantized latents: planes of integers to bytes and back.
///
/// Integers only: encoder and decoder come to the same probabilities on every machine.
public protocol LatentModel: Sendable {
  /// Codes the planes of one group in order; returns the payload and the final coder state.
  func encode(_ planes: [LatentPlane], _ structures: [PlaneStructure]) -> (payload: [UInt8], state: UInt32)
  /// The inverse: fills the planes and returns the final coder state, which must be the encoder's; nil if the
  /// payload ends too early, and then not every latent was written.
  func decode(
    _ payload: ArraySlice<UInt8>, into planes: [LatentPlane], _ structures: [PlaneStructure]
  ) -> UInt32?
  /// Decodes what the start of a payload tells: fills the first rows of each plane, whose numbers it returns. Behind them
  /// latents may be written or not.
  func decode(start: ArraySlice<UInt8>, into planes: [LatentPlane], _ structures: [PlaneStructure]) -> [Int]
  /// What `encode` spends on each plane by its probabilities: all but what the range coder adds at the end.
  func codeLengths(_ planes: [LatentPlane], _ structures: [PlaneStructure]) -> [CodeLength]
  /// Whether a plane can be coded with this model.
  func knows(_ structure: PlaneStructure) -> Bool
}

extension ClassModel: LatentModel {}
