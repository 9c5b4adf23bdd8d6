import Bytes
import CSndfile

/// Reads a file through libsndfile.
final class SndfileReader: AudioReader {
  let properties: AudioProperties
  let frameCount: Int?
  let metadata: AudioMetadata

  private let file: SoundFile
  private let name: String
  /// The channel of the file that becomes each of ours: speakers in the order of their bits.
  private let channelOrder: [Int]
  private var position = 0

  /// - Parameters:
  ///   - metadata: nil to take the texts that libsndfile knows.
  ///   - channelSpeakers: the speaker of each channel of the file, as a bit of `AudioProperties.speakers`; nil when
  ///     neither file nor format tells.
  init(
    _ source: any ByteSource, name: String, limits: Limits, metadata: AudioMetadata? = nil,
    channelSpeakers: (SoundFile) -> [UInt32]?
  ) throws(CodecError) {
    file = try SoundFile(reading: VirtualFile(source), name: name)
    self.name = name
    let channelCount = Int(file.info.channels)
    try limits.check(audioChannels: channelCount, sampleRate: Int(file.info.samplerate))
    let speakers = channelSpeakers(file)
    channelOrder = (0..<channelCount).sorted { a, b in speakers.map { $0[a] < $0[b] } ?? (a < b) }
    properties = AudioProperties(
      sampleRate: Int(file.info.samplerate), channelCount: channelCount,
      sampleType: try file.sampleType(name: name),
      speakers: speakers.map { $0.reduce(0, |) } ?? (channelCount <= 2 ? nil : 0))
    let frames = Int(file.info.frames)
    guard frames >= 0 else { throw .corruptData("\(name): \(frames) frames") }
    frameCount = frames == Int.max ? nil : frames
    if let metadata {
      self.metadata = metadata
    } else {
      var metadata = AudioMetadata()
      metadata.tags = file.tags
      self.metadata = metadata
    }
  }

  func read(upTo frameCount: Int) throws(CodecError) -> AudioBuffer? {
    precondition(frameCount >= 1, "at least one frame")
    let wanted = min(
      frameCount, (self.frameCount ?? Int.max) - position, Int.max / 8 / properties.channelCount)
    guard wanted > 0 else { return nil }
    let samples: AudioSamples
    switch properties.sampleType {
    case .integer(let bits):
      let unused = Int32(32 - bits)
      let values = try interleaved(wanted, of: Int32.self) { sf_readf_int(file.handle, $0, $1) }
      samples = .integers(planar(values) { $0 >> unused })
    case .float:
      let values = try interleaved(wanted, of: Float.self) { sf_readf_float(file.handle, $0, $1) }
      guard values.allSatisfy(\.isFinite) else { throw .corruptData("\(name): a sample is not finite") }
      samples = .floats(planar(values) { $0 })
    }
    let buffer = AudioBuffer(properties, samples)
    position += buffer.frameCount
    return buffer.frameCount == 0 ? nil : buffer
  }

  private func interleaved<Value>(
    _ wanted: Int, of _: Value.Type, _ read: (UnsafeMutablePointer<Value>, sf_count_t) -> sf_count_t
  ) throws(CodecError) -> [Value] {
    let channelCount = properties.channelCount
    var frames = 0
    let values = [Value](unsafeUninitializedCapacity: wanted * channelCount) { buffer, count in
      frames = Int(read(buffer.baseAddress!, sf_count_t(wanted)))
      count = frames * channelCount
    }
    try file.check()
    if let frameCount, frames < wanted {
      throw .corruptData(
        "\(name): the file ends \(frameCount - position - frames) frames before its sound does")
    }
    return values
  }

  private func planar<Value>(_ values: [Value], _ value: (Value) -> Value) -> [Value] {
    let channelCount = properties.channelCount
    let frameCount = values.count / channelCount
    return [Value](unsafeUninitializedCapacity: values.count) { target, count in
      for (channel, source) in channelOrder.enumerated() {
        for frame in 0..<frameCount {
          target.initializeElement(
            at: channel * frameCount + frame, to: value(values[frame * channelCount + source]))
        }
      }
      count = values.count
    }
  }
}
