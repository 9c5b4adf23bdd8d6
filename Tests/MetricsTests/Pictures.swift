import Metrics

/// Synthetic pictures of integers only, so that another program makes the same ones.
enum Pictures {
  /// The original: `((3+k)x + (5−k)y + xy/(7+k)) mod (peak+1)` at channel k.
  static func original(width: Int, height: Int, channels: Int, peak: Int) -> Planes {
    planes(width: width, height: height, channels: channels, peak: peak) { x, y, k in
      (x * (3 + k) + y * (5 - k) + x * y / (7 + k)) % (peak + 1)
    }
  }

  /// The original with noise over an eighth of the range, clipped: an LCG's high 16 bits, drawn pixel by pixel, the
  /// channels of a pixel one after the other.
  static func noisy(width: Int, height: Int, channels: Int, peak: Int) -> Planes {
    var state: UInt32 = 12345
    let draws = (0..<width * height * channels).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Int(state >> 16)
    }
    let original = original(width: width, height: height, channels: channels, peak: peak)
    let span = peak / 8 + 1
    return planes(width: width, height: height, channels: channels, peak: peak) { x, y, k in
      let value = Int(original.values[(k * height + y) * width + x])
      return min(max(value + draws[(y * width + x) * channels + k] % span - span / 2, 0), peak)
    }
  }

  private static func planes(
    width: Int, height: Int, channels: Int, peak: Int, _ value: (Int, Int, Int) -> Int
  ) -> Planes {
    var values: [Float] = []
    values.reserveCapacity(width * height * channels)
    for channel in 0..<channels {
      for y in 0..<height {
        for x in 0..<width { values.append(Float(value(x, y, channel))) }
      }
    }
    return Planes(
      width: width, height: height, channelCount: channels, hasAlpha: channels % 2 == 0, values: values,
      peak: Float(peak))
  }
}
