import Media

extension Image {
  /// The picture in colour when the other one is, so that gray can be compared with it.
  func matching(_ other: Image) -> Image {
    guard channels.colourCount == 1, other.channels.colourCount == 3 else { return self }
    let count = channels.rawValue
    let samples: Samples =
      switch samples {
      case .eight(let values): .eight(Self.tripled(values, channelCount: count))
      case .sixteen(let values): .sixteen(Self.tripled(values, channelCount: count))
      }
    return Image(
      width: width, height: height, channels: channels.hasAlpha ? .rgba : .rgb, samples: samples)
  }

  /// Three times the gray of every pixel, then its opacity if it has one.
  private static func tripled<Sample>(_ values: [Sample], channelCount: Int) -> [Sample] {
    var result: [Sample] = []
    result.reserveCapacity(values.count / channelCount * (channelCount + 2))
    for start in stride(from: 0, to: values.count, by: channelCount) {
      result.append(values[start])
      result.append(values[start])
      result += values[start..<start + channelCount]
    }
    return result
  }
}
