import Bytes

extension AudioBuffer {
  /// The sound at another rate, in floats.
  /// - Parameter frameCount: frames of the result, nil for as many as fill the time.
  /// - Throws: as `Resampler`.
  public func resampled(to rate: Int, frameCount: Int? = nil) throws(CodecError) -> AudioBuffer {
    let properties = AudioProperties(
      sampleRate: rate, channelCount: properties.channelCount, sampleType: .float,
      speakers: properties.speakers)
    let resampler = try Resampler(
      channelCount: properties.channelCount, from: self.properties.sampleRate, to: rate)
    let parts = [try resampler.convert(normalized), try resampler.finish(frameCount: frameCount)]
    return AudioBuffer(
      joining: parts.map { AudioBuffer(properties, .floats($0)) }, properties: properties)
  }
}
