import Media
import Transforms

/// Alpha without loss: the reversible 5/3 pyramid modulo 2^16, which holds any 16-bit plane.
enum AlphaPlane {
  private static let packet = WaveletPacket<Int16>.pyramid(levels: 5)

  /// The mosaic of the last channel of a picture.
  static func analyze(_ image: Image) -> [Int16] {
    let channels = image.channels.rawValue
    let alpha: [Int16] =
      switch image.samples {
      case .eight(let samples):
        stride(from: channels - 1, to: samples.count, by: channels).map { Int16(samples[$0]) }
      case .sixteen(let samples):
        stride(from: channels - 1, to: samples.count, by: channels).map { Int16(bitPattern: samples[$0]) }
      }
    return packet.forward(alpha, width: image.width, height: image.height)
  }

  /// Writes the alpha of a mosaic into the last channel of interleaved samples.
  static func synthesize<Sample: FixedWidthInteger>(
    _ mosaic: [Int16], _ picture: PictureDescription, into samples: inout [Sample]
  ) {
    let alpha = packet.inverse(mosaic, width: picture.width, height: picture.height)
    let channels = picture.channels.rawValue
    for (pixel, value) in alpha.enumerated() {
      // Beyond 8 bits lies only what was filled in for lost alpha.
      let sample = picture.depth == 8 ? UInt16(min(max(value, 0), 255)) : UInt16(bitPattern: value)
      samples[pixel * channels + channels - 1] = Sample(truncatingIfNeeded: sample)
    }
  }
}
