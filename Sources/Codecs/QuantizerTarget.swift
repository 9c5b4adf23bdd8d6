import Transforms

/// Where analysis puts its symbols, tile by tile: either by the model's dead zone, or rounded to the nearest with the
/// fractions that a later decision about rate and distortion needs.
///
/// A class with unchecked sharing: threads write to channels or places of their own.
final class QuantizerTarget: @unchecked Sendable {
  let quantizer: DeadZoneQuantizer
  /// Whether symbols are to the nearest and fractions are kept.
  let splits: Bool
  /// Channels, height, width.
  let shape: [Int]
  private let symbols: UnsafeMutablePointer<Int16>
  private let fractionBase: UnsafeMutablePointer<Int8>

  init(quantizer: DeadZoneQuantizer, shape: [Int], splits: Bool) {
    self.quantizer = quantizer
    self.shape = shape
    self.splits = splits
    symbols = .allocate(capacity: shape.reduce(1, *))
    fractionBase = .allocate(capacity: splits ? shape.reduce(1, *) : 1)
  }

  deinit {
    symbols.deallocate()
    fractionBase.deallocate()
  }

  func quantize(_ values: PlaneView<Float>, channel: Int, at place: PixelRectangle) {
    let target = plane(symbols, channel).part(place)
    if splits {
      quantizer.split(values, into: target, fractions: plane(fractionBase, channel).part(place))
    } else {
      quantizer.quantize(values, into: target)
    }
  }

  /// All symbols, row-major. Every place must have been quantized.
  func takeSymbols() -> [Int16] {
    Array(UnsafeBufferPointer(start: symbols, count: shape.reduce(1, *)))
  }

  /// The fractions of each channel; they live as long as this.
  var fractions: [PlaneView<Int8>] {
    (0..<shape[0]).map { plane(fractionBase, $0) }
  }

  private func plane<Sample>(_ base: UnsafeMutablePointer<Sample>, _ channel: Int) -> PlaneView<Sample> {
    PlaneView(base + channel * shape[1] * shape[2], width: shape[2], height: shape[1])
  }
}
