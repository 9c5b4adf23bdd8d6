import Media

/// Two pictures in one, to be looked at: the first on the left, a gap, the second.
enum SideBySide {
  /// Columns between the pictures, white.
  static let gap = 8

  /// A picture of RGB with 8 bits. What is not opaque stands on white.
  /// - Precondition: both have the same height.
  static func image(_ left: Image, _ right: Image) -> Image {
    precondition(left.height == right.height, "pictures of one height")
    let width = left.width + gap + right.width
    var samples = [UInt8](repeating: 255, count: 3 * width * left.height)
    for (image, x) in [(left, 0), (right, left.width + gap)] {
      switch image.samples {
      case .eight(let values): draw(values, of: image, shift: 0, into: &samples, width: width, x: x)
      case .sixteen(let values): draw(values, of: image, shift: 8, into: &samples, width: width, x: x)
      }
    }
    return Image(width: width, height: left.height, channels: .rgb, samples: .eight(samples))
  }

  /// - Parameter shift: bits that samples have more than 8.
  private static func draw(
    _ values: [some FixedWidthInteger & UnsignedInteger], of image: Image, shift: Int,
    into samples: inout [UInt8], width: Int, x: Int
  ) {
    let channels = image.channels
    for row in 0..<image.height {
      for column in 0..<image.width {
        let source = (row * image.width + column) * channels.rawValue
        let target = 3 * (row * width + x + column)
        let opacity = channels.hasAlpha ? Int(values[source + channels.rawValue - 1] >> shift) : 255
        for colour in 0..<3 {
          let value = Int(values[source + min(colour, channels.colourCount - 1)] >> shift)
          samples[target + colour] = UInt8((value * opacity + 255 * (255 - opacity) + 127) / 255)
        }
      }
    }
  }
}
