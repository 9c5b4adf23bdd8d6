import Bytes
import Media

extension LatentTensor {
  /// Latents that no analysis made, such as a network's output rounded to symbols, ready to be decoded or written.
  ///
  /// - Parameters:
  ///   - symbols: row-major [channels, height, width] on the grid of the picture.
  ///   - channels: 1 to those that the model has for such a picture; the rest become zero.
  ///   - step: 0.25 to 4096, on the 0..255 scale of samples; kept in 1/65536.
  ///   - picture: what the picture shall be; without alpha.
  /// - Throws: `invalidParameter` when any of it does not fit.
  public init(
    symbols: [Int16], channels: Int, step: Float, model: Model, picture: PictureDescription
  ) throws(CodecError) {
    let codec = WaveletImageCodec(model: model)
    try codec.check(picture.channels)
    guard !picture.channels.hasAlpha else {
      throw .invalidParameter("latents of a picture with alpha; alpha is no latent")
    }
    let all = codec.latentChannels(of: picture.channels)
    let extent = model.grid.extent(width: picture.width, height: picture.height)
    let plane = extent.height * extent.width
    guard (1...all).contains(channels), symbols.count == channels * plane else {
      throw .invalidParameter(
        "\(symbols.count) symbols in \(channels) channels; model \(model.identity.name) has 1 to \(all) channels of "
          + "\(extent.height)x\(extent.width) for a picture of \(picture.width)x\(picture.height) pixels")
    }
    self.init(
      shape: [all, extent.height, extent.width],
      symbols: symbols + [Int16](repeating: 0, count: (all - channels) * plane), alpha: nil,
      step: try WaveletImageCodec.stored(step), model: model, picture: picture)
  }
}
