import Bytes
import CSndfile

/// Writes a file through libsndfile.
final class SndfileWriter: AudioWriter {
  private let file: SoundFile
  private let name: String
  private let properties: AudioProperties
  /// Frames that were announced.
  private let frameCount: Int?
  private var written = 0

  /// - Parameters:
  ///   - format: of libsndfile, without the samples.
  ///   - sampleTypes: what the format can hold.
  init(
    _ sink: any ByteSink, _ properties: AudioProperties, metadata: AudioMetadata, frameCount: Int?,
    format: Int, sampleTypes: Set<SampleType>, name: String
  ) throws(CodecError) {
    guard sink.isSeekable else {
      throw .invalidParameter("\(name) is written to files, not to streams; write .wav")
    }
    guard sampleTypes.contains(properties.sampleType) else {
      throw .invalidParameter("\(name) cannot hold \(properties.sampleType); write .wav")
    }
    let samples =
      switch properties.sampleType {
      case .float: SF_FORMAT_FLOAT
      case .integer(8): SF_FORMAT_PCM_S8
      case .integer(16): SF_FORMAT_PCM_16
      case .integer(24): SF_FORMAT_PCM_24
      case .integer: SF_FORMAT_PCM_32
      }
    file = try SoundFile(writing: VirtualFile(sink), properties, format: format | samples, name: name)
    file.set(metadata)
    self.name = name
    self.properties = properties
    self.frameCount = frameCount
  }

  func write(_ buffer: AudioBuffer) throws(CodecError) {
    precondition(buffer.properties == properties, "a piece of another sound")
    let frames = sf_count_t(buffer.frameCount)
    let done: sf_count_t
    switch (buffer.samples, properties.sampleType) {
    case (.integers(let values), .integer(let bits)):
      try AudioSamples.check(values, bits: bits)
      let unused = Int32(32 - bits)
      done = sf_writef_int(file.handle, interleaved(values) { $0 << unused }, frames)
    case (.floats(let values), _):
      try AudioSamples.check(values)
      done = sf_writef_float(file.handle, interleaved(values) { $0 }, frames)
    default: preconditionFailure("samples of another type")
    }
    try file.file.check()
    guard done == frames else {
      throw .inputOutput("\(name): \(String(cString: sf_strerror(file.handle)))")
    }
    written += buffer.frameCount
  }

  func finish() throws(CodecError) {
    if let frameCount, written != frameCount {
      throw .invalidParameter("\(name): \(written) frames in place of the \(frameCount) announced")
    }
    // Some headers are written with the first samples.
    if written == 0 { sf_command(file.handle, Int32(SFC_UPDATE_HEADER_NOW), nil, 0) }
    try file.close()
  }

  private func interleaved<Value>(_ values: [Value], _ value: (Value) -> Value) -> [Value] {
    let channelCount = properties.channelCount
    let frameCount = values.count / channelCount
    return [Value](unsafeUninitializedCapacity: values.count) { target, count in
      for channel in 0..<channelCount {
        for frame in 0..<frameCount {
          target.initializeElement(
            at: frame * channelCount + channel, to: value(values[channel * frameCount + frame]))
        }
      }
      count = values.count
    }
  }
}
