/// One plane of latents inside a larger buffer.
public struct LatentPlane {
  /// Top-left latent.
  public var start: UnsafeMutablePointer<Int16>
  /// Latents from one row to the next.
  public var rowStride: Int

  public init(start: UnsafeMutablePointer<Int16>, rowStride: Int) {
    self.start = start
    self.rowStride = rowStride
  }
}
