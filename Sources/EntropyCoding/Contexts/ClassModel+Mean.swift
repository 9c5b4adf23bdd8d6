extension ClassModel {
  /// Weights of W, N, NW and NE, in 2^-8, by which the latents of a plane model are predicted; nil where that is zero.
  public func meanWeights(of model: Int) -> [Int32]? { planes[model].mean }
}
