import Media

extension Image {
  /// Soft waves, a different one in every channel, over the full range.
  static func waves(_ width: Int, _ height: Int, _ channels: Channels = .rgb, depth: Int = 8) -> Image {
    let count = channels.rawValue
    let white = depth == 16 ? 65535 : 255
    let values = (0..<width * height * count).map { index -> Int in
      let (pixel, channel) = index.quotientAndRemainder(dividingBy: count)
      let (y, x) = pixel.quotientAndRemainder(dividingBy: width)
      // A triangle wave along a slope of the channel's own.
      let phase = (x * (3 + channel) + y * (5 - channel)) % 512
      return (phase < 256 ? phase : 511 - phase) * white / 255
    }
    let samples: Samples =
      depth == 16 ? .sixteen(values.map { UInt16($0) }) : .eight(values.map { UInt8($0) })
    return Image(width: width, height: height, channels: channels, samples: samples)
  }

  /// Samples between 0 and 1.
  private var units: [Double] {
    switch samples {
    case .eight(let values): values.map { Double($0) / 255 }
    case .sixteen(let values): values.map { Double($0) / 65535 }
    }
  }

  /// The root of the mean squared difference of all samples, as a part of white. The sizes have to agree.
  func distance(to other: Image) -> Double {
    let squares = zip(units, other.units).map { ($0 - $1) * ($0 - $1) }
    return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
  }

  /// Samples of opacity, between 0 and 1.
  var opacities: [Double] {
    channels.hasAlpha
      ? stride(from: channels.rawValue - 1, to: samples.count, by: channels.rawValue).map { units[$0] } : []
  }
}
