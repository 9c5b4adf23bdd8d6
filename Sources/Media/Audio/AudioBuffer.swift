/// A sound in memory, or a piece of one: samples as their file has them.
public struct AudioBuffer: Equatable, Sendable {
  public let properties: AudioProperties
  /// Frames, 0 or more. A frame is one sample of every channel.
  public let frameCount: Int
  /// `channelCount * frameCount` samples, one channel after the other.
  public let samples: AudioSamples

  /// - Precondition: the samples are of the type that the properties name and fill whole frames.
  public init(_ properties: AudioProperties, _ samples: AudioSamples) {
    switch (properties.sampleType, samples) {
    case (.integer, .integers), (.float, .floats): break
    default: preconditionFailure("samples of another type")
    }
    precondition(samples.count % properties.channelCount == 0, "samples do not fill the frames")
    self.properties = properties
    self.samples = samples
    frameCount = samples.count / properties.channelCount
  }

  /// Length in seconds.
  public var seconds: Double { Double(frameCount) / Double(properties.sampleRate) }

  /// All samples over full scale: -1 to 1, in the same order. Integers over 24 bits are rounded.
  public var normalized: [Float] {
    switch samples {
    case .integers(let values):
      let scale = 1 / properties.sampleType.fullScale
      return values.map { Float($0) * scale }
    case .floats(let values): return values
    }
  }

  /// Some of the frames.
  /// - Precondition: there are such frames.
  public subscript(frames: Range<Int>) -> AudioBuffer {
    precondition(frames.lowerBound >= 0 && frames.upperBound <= frameCount, "no such frames")
    func piece<Sample>(_ values: [Sample]) -> [Sample] {
      (0..<properties.channelCount).flatMap { channel in
        values[channel * frameCount + frames.lowerBound..<channel * frameCount + frames.upperBound]
      }
    }
    switch samples {
    case .integers(let values): return AudioBuffer(properties, .integers(piece(values)))
    case .floats(let values): return AudioBuffer(properties, .floats(piece(values)))
    }
  }
}
