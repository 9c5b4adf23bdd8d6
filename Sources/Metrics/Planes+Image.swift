import Media

extension Planes {
  /// The planes of a picture: its samples as they are, peak 255 or 65535.
  public init(_ image: Image) {
    let (values, peak): ([Float], Float) =
      switch image.samples {
      case .eight(let samples): (Self.planar(samples, channelCount: image.channels.rawValue), 255)
      case .sixteen(let samples): (Self.planar(samples, channelCount: image.channels.rawValue), 65535)
      }
    self.init(
      width: image.width, height: image.height, channelCount: image.channels.rawValue,
      hasAlpha: image.channels.hasAlpha, values: values, peak: peak)
  }

  /// Interleaved samples, one plane after the other.
  private static func planar(_ samples: [some BinaryInteger], channelCount: Int) -> [Float] {
    let size = samples.count / channelCount
    return [Float](unsafeUninitializedCapacity: samples.count) { planes, count in
      for channel in 0..<channelCount {
        for index in 0..<size {
          planes.initializeElement(
            at: channel * size + index, to: Float(samples[index * channelCount + channel]))
        }
      }
      count = samples.count
    }
  }
}
