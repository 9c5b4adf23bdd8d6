import Media
import TestSupport

/// Pictures with slopes, edges and some noise, of any size and kind.
enum SamplePictures {
  static func make(width: Int, height: Int, channels: Channels, depth: Int = 8) -> Image {
    var random = SeededRandom(UInt64(width * 31 + height))
    var values: [Int] = []
    values.reserveCapacity(width * height * channels.rawValue)
    for y in 0..<height {
      for x in 0..<width {
        let disc =
          (x - width / 2) * (x - width / 2) + (y - height / 2) * (y - height / 2) < width * height / 9
        for channel in 0..<channels.rawValue {
          let isAlpha = channels.hasAlpha && channel == channels.rawValue - 1
          let slope = (x * (channel + 2) + y * 3) * 200 / (4 * width + 3 * height)
          let value =
            isAlpha ? (disc ? 255 : x % 7 * 9) : (disc ? 210 - slope : slope + 20) + random.next(below: 9)
          values.append(min(max(value, 0), 255))
        }
      }
    }
    let samples: Samples =
      depth == 8 ? .eight(values.map(UInt8.init)) : .sixteen(values.map { UInt16($0 * 257 ^ $0 & 63) })
    return Image(width: width, height: height, channels: channels, samples: samples)
  }

  /// Alpha samples of a picture.
  static func alpha(_ image: Image) -> [Int] {
    let channels = image.channels.rawValue
    return switch image.samples {
    case .eight(let values):
      stride(from: channels - 1, to: values.count, by: channels).map { Int(values[$0]) }
    case .sixteen(let values):
      stride(from: channels - 1, to: values.count, by: channels).map { Int(values[$0]) }
    }
  }

  /// Mean squared error over all samples, in units of the full range.
  static func error(_ a: Image, _ b: Image) -> Double {
    func scaled(_ image: Image) -> [Double] {
      switch image.samples {
      case .eight(let values): values.map { Double($0) / 255 }
      case .sixteen(let values): values.map { Double($0) / 65535 }
      }
    }
    let pairs = zip(scaled(a), scaled(b))
    return pairs.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(a.samples.count)
  }
}
