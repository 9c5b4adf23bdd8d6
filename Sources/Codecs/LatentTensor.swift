import Media
import Transforms

/// Quantized latents of a picture: what a `.cdc` file holds, and what networks learn from.
///
/// Reading a file up to this type needs integer entropy decoding only, no neural network.
public struct LatentTensor: Equatable, Sendable {
  /// Channels, height, width.
  public let shape: [Int]
  /// The first channels are the tensor to learn from; the others are details, mostly zero, that make the picture.
  public let primaryChannels: Int
  /// Row-major [channels, height, width]; channels in order of importance.
  public var symbols: [Int16]
  /// A symbol s stands for the coefficient s · step, on the 0..255 scale of samples.
  public let step: Float
  public let grid: LatentGrid
  /// Which model made it and can decode it.
  public let model: ModelIdentity
  public let picture: PictureDescription
  /// Reversible 5/3 pyramid of the alpha plane in the mosaic layout, [picture height, picture width]; nil without
  /// alpha.
  public var alpha: [Int16]?

  init(
    shape: [Int], symbols: [Int16], alpha: [Int16]?, step: Float, model: Model, picture: PictureDescription
  ) {
    precondition(symbols.count == shape.reduce(1, *), "symbols that do not fill the shape")
    // A gray picture in a pyramid has fewer channels than the model.
    primaryChannels = min(model.primaryChannels, shape[0])
    self.shape = shape
    self.symbols = symbols
    self.alpha = alpha
    self.step = step
    grid = model.grid
    self.model = model.identity
    self.picture = picture
  }

  /// Coefficients: symbols times the step, the same shape.
  public var coefficients: [Float] {
    DeadZoneQuantizer(step: step).dequantize(symbols)
  }

  /// The symbols of the primary channels: what networks learn from, [primaryChannels, height, width].
  public var primarySymbols: ArraySlice<Int16> {
    symbols[..<(primaryChannels * shape[1] * shape[2])]
  }

  /// The same latents with all but the first `count` channels, at least 0, zero: a coarser picture.
  public func keeping(channels count: Int) -> LatentTensor {
    precondition(count >= 0, "a negative number of channels")
    var result = self
    let kept = min(count, shape[0]) * shape[1] * shape[2]
    for index in kept..<symbols.count { result.symbols[index] = 0 }
    return result
  }
}

/// What is known of a picture besides its samples.
public struct PictureDescription: Equatable, Sendable {
  public var width: Int
  public var height: Int
  public var channels: Channels
  /// Bits a sample, 8 or 16.
  public var depth: Int

  public init(width: Int, height: Int, channels: Channels, depth: Int) {
    self.width = width
    self.height = height
    self.channels = channels
    self.depth = depth
  }

  public init(_ image: Image) {
    self.init(width: image.width, height: image.height, channels: image.channels, depth: image.depth)
  }
}
