import Bytes

/// How samples stand in a WAV file: what its `fmt ` chunk says.
struct WAVSampleLayout: Equatable {
  let properties: AudioProperties
  /// Of one sample, 1 to 8. Integers of fewer bits stand in the highest.
  let bytesPerSample: Int

  /// Bytes of one frame.
  var bytesPerFrame: Int { bytesPerSample * properties.channelCount }

  private enum Tag {
    static let integers: UInt16 = 1
    static let floats: UInt16 = 3
    static let extensible: UInt16 = 0xFFFE
  }

  /// What follows the format tag in the identifier of an extensible format.
  private static let identifierTail: [UInt8] = [
    0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71,
  ]

  /// As `WAVWriter` lays out samples.
  init(_ properties: AudioProperties) {
    self.properties = properties
    bytesPerSample = (properties.sampleType.bits + 7) / 8
  }

  /// - Parameter chunk: the body of the chunk.
  init(parsing chunk: [UInt8], limits: Limits) throws(CodecError) {
    var reader = ByteReader(chunk)
    var tag = try reader.read(UInt16.self, "WAV: format tag")
    let channelCount = Int(try reader.read(UInt16.self, "WAV: channels"))
    let rate = Int(try reader.read(UInt32.self, "WAV: rate"))
    _ = try reader.read(UInt32.self, "WAV: bytes a second")
    let bytesPerFrame = Int(try reader.read(UInt16.self, "WAV: bytes of a frame"))
    let containerBits = Int(try reader.read(UInt16.self, "WAV: bits of a sample"))
    try limits.check(audioChannels: channelCount, sampleRate: rate)
    var bits = containerBits
    var speakers = channelCount <= 2 ? AudioProperties.usualSpeakers(channelCount: channelCount) : 0
    if tag == Tag.extensible {
      _ = try reader.read(UInt16.self, "WAV: bytes of the extension")
      bits = Int(try reader.read(UInt16.self, "WAV: valid bits"))
      speakers = try reader.read(UInt32.self, "WAV: speakers")
      if speakers.nonzeroBitCount > channelCount { speakers = 0 }
      tag = try reader.read(UInt16.self, "WAV: format")
      guard try reader.read(14, "WAV: format").elementsEqual(Self.identifierTail) else {
        throw .unsupported("WAV: an unknown extensible format")
      }
      if bits == 0 { bits = containerBits }
    }
    let bytesPerSample = (containerBits + 7) / 8
    guard bits <= containerBits, bytesPerFrame == bytesPerSample * channelCount else {
      throw .corruptData(
        "WAV: \(channelCount) channels of \(bits) bits in \(containerBits) are not \(bytesPerFrame) bytes a frame"
      )
    }
    let sampleType: SampleType
    switch (tag, bits) {
    case (Tag.integers, 8...32): sampleType = .integer(bits: bits)
    case (Tag.floats, 32), (Tag.floats, 64): sampleType = .float
    case (Tag.integers, _), (Tag.floats, _): throw .unsupported("WAV: samples of \(bits) bits")
    default: throw .unsupported("WAV: compression \(tag); only uncompressed samples are read")
    }
    guard bytesPerSample <= 8, sampleType != .float || bits == containerBits else {
      throw .unsupported("WAV: samples of \(bits) bits in \(containerBits)")
    }
    self.bytesPerSample = bytesPerSample
    properties = AudioProperties(
      sampleRate: rate, channelCount: channelCount, sampleType: sampleType, speakers: speakers)
  }

  /// The body of the chunk: extensible for more than two channels, more than 16 bits, and whatever only that tells.
  /// - Throws: `invalidParameter` when a value does not fit.
  func serialized() throws(CodecError) -> [UInt8] {
    let bits = properties.sampleType.bits
    let rate = UInt32(exactly: properties.sampleRate)
    guard let rate, bytesPerFrame <= UInt16.max, let byteRate = UInt32(exactly: Int(rate) * bytesPerFrame)
    else {
      throw .invalidParameter(
        "WAV cannot hold \(properties.channelCount) channels at \(properties.sampleRate) Hz")
    }
    let isFloat = properties.sampleType == .float
    let isUsual = properties.speakers == AudioProperties.usualSpeakers(channelCount: properties.channelCount)
    let isPlain = properties.channelCount <= 2 && isUsual && (isFloat || bits == 8 || bits == 16)
    let tag = isFloat ? Tag.floats : Tag.integers
    var writer = ByteWriter(capacity: 40)
    writer.write(isPlain ? tag : Tag.extensible)
    writer.write(UInt16(properties.channelCount))
    writer.write(rate)
    writer.write(byteRate)
    writer.write(UInt16(bytesPerFrame))
    writer.write(UInt16(8 * bytesPerSample))
    guard !isPlain else { return writer.bytes }
    writer.write(UInt16(22))
    writer.write(UInt16(bits))
    writer.write(properties.speakers)
    writer.write(tag)
    writer.write(Self.identifierTail)
    return writer.bytes
  }
}
