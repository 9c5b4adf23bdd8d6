import Bytes
import EntropyCoding
import Media
import Neural
import Transforms

/// Pictures to latents by a wavelet packet and a linear layer, and back with a small synthesis network.
///
///     samples ─► colour rotation ─► 9/7 packet ─► (linear layer) ─► quantizer ─► LatentTensor
///     samples ◄─ rotation ◄─ last level ◄─ fine network ◄─ inverse levels ◄─ (coarse network + linear) ◄─┘
///
/// The steps in brackets are those of uniform grids ("Learned Compression for Compressed Learning", arXiv
/// 2412.09405, without its global attention and normalization). A pyramid has none of this. Pictures are worked on in
/// tiles with a halo: memory stays bounded, and neither tiles nor threads change a bit of the result.
public struct WaveletImageCodec: Codec {
  public let model: Model
  /// Largest side of a tile: bounds memory, changes no result.
  var tileSide = 2048

  public init(model: Model) {
    self.model = model
  }

  /// What the encoder may choose.
  public struct Options: Sendable {
    /// Quantizer step on the 0..255 scale of samples, 0.25 to 4096; kept in the file in 1/65536.
    public var step: Float
    public var threads: Int
    /// What a bit is worth, in thousandths of a squared step; 0 quantizes without looking at the rate.
    public var rateWeight: Int

    public init(
      step: Float = Quality.step(for: Quality.standard), threads: Int = 1,
      rateWeight: Int = standardRateWeight
    ) {
      self.step = step
      self.threads = threads
      self.rateWeight = rateWeight
    }
  }

  /// The slope of a uniform quantizer at high rate is 2 ln 2 / 12 = 0.1155; half of it measures best, because
  /// the network undoes part of what rounding takes.
  public static let standardRateWeight = 60

  public static let steps: ClosedRange<Float> = 0.25...4096

  public var entropyModel: any LatentModel { model.entropyModel(.circuit).model }

  /// Planes that a picture is analysed into: colour pictures need a colour model's three, gray ones fill the first.
  func usedPlanes(of channels: Channels) -> Int {
    switch model.grid {
    case .pyramid: min(model.colours, channels.colourCount)
    case .uniform: model.colours
    }
  }

  /// Channels of the latents of a picture.
  func latentChannels(of channels: Channels) -> Int {
    switch model.grid {
    case .pyramid: usedPlanes(of: channels)
    case .uniform: model.channels
    }
  }

  func check(_ channels: Channels) throws(CodecError) {
    guard channels.colourCount <= model.colours else {
      throw .invalidParameter("model \(model.identity.name) is for gray pictures; this one has colours")
    }
  }

  /// The step as a file keeps it.
  static func stored(_ step: Float) throws(CodecError) -> Float {
    guard steps.contains(step) else {
      throw .invalidParameter("step \(step); it must lie in \(steps.lowerBound)...\(steps.upperBound)")
    }
    return (step * 65536).rounded() / 65536
  }
}
