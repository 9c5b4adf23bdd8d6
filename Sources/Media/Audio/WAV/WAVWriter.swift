import Bytes

/// Writes a WAV file, RF64 when it is longer than RIFF can say.
///
/// To a pipe, without a known length, the sizes of the header are 0xFFFFFFFF: "to the end".
final class WAVWriter: AudioWriter {
  private let sink: any ByteSink
  private let layout: WAVSampleLayout
  /// Frames that were announced.
  private let frameCount: Int?
  private let format: [UInt8]
  /// The chunks of the metadata, headers included.
  private let metadata: [UInt8]
  /// Whether there is room for the sizes of RF64.
  private let hasReserve: Bool
  /// Bytes that a RIFF file can have.
  private let longest: Int
  /// Bytes of samples.
  private var written = 0

  /// - Parameter longest: lower than a RIFF file can have, to try what happens beyond.
  init(
    _ sink: any ByteSink, _ properties: AudioProperties, metadata: AudioMetadata, frameCount: Int?,
    longest: Int = Int(UInt32.max)
  ) throws(CodecError) {
    self.sink = sink
    self.frameCount = frameCount
    self.longest = longest
    layout = WAVSampleLayout(properties)
    format = try layout.serialized()
    self.metadata = try Self.chunks(of: metadata)
    if let frameCount {
      let (size, overflow) = frameCount.multipliedReportingOverflow(by: layout.bytesPerFrame)
      guard !overflow, size <= Int.max / 2 else {
        throw .invalidParameter("WAV cannot hold \(frameCount) frames")
      }
      hasReserve = size > longest - (self.metadata.count + 256)
    } else {
      hasReserve = sink.isSeekable
    }
    try sink.write(header(dataSize: frameCount.map { $0 * layout.bytesPerFrame }))
  }

  func write(_ buffer: AudioBuffer) throws(CodecError) {
    precondition(buffer.properties == layout.properties, "a piece of another sound")
    let bytes = try layout.bytes(buffer.samples)
    try sink.write(bytes)
    written += bytes.count
  }

  func finish() throws(CodecError) {
    if let frameCount, written != frameCount * layout.bytesPerFrame {
      throw .invalidParameter(
        "WAV: \(written / layout.bytesPerFrame) frames in place of the \(frameCount) announced")
    }
    // Behind samples that go to the end, padding would be one of them.
    if written % 2 == 1, frameCount != nil || sink.isSeekable { try sink.write([0]) }
    guard frameCount == nil, sink.isSeekable else { return }
    try sink.seek(to: 0)
    try sink.write(header(dataSize: written))
  }

  /// All that stands before the samples: of the same size whatever their number.
  private func header(dataSize: Int?) -> [UInt8] {
    var writer = ByteWriter()
    let isFloat = layout.properties.sampleType == .float
    let headerSize = 12 + (hasReserve ? 36 : 0) + 8 + format.count + (isFloat ? 12 : 0) + metadata.count + 8
    let fileSize = dataSize.map { headerSize + $0 + $0 % 2 }
    let isLong = hasReserve && fileSize.map { $0 > longest } ?? false
    let frameCount = dataSize.map { $0 / layout.bytesPerFrame }
    writer.write((isLong ? "RF64" : "RIFF").utf8)
    writer.write(isLong ? .max : Self.size(fileSize.map { $0 - 8 }))
    writer.write("WAVE".utf8)
    if hasReserve {
      writer.write((isLong ? "ds64" : "JUNK").utf8)
      writer.write(UInt32(28))
      for size in [fileSize.map { $0 - 8 }, dataSize, frameCount] { writer.write(UInt64(isLong ? size! : 0)) }
      writer.write(UInt32(0))
    }
    writer.write("fmt ".utf8)
    writer.write(UInt32(format.count))
    writer.write(format)
    if isFloat {
      // Asked of all formats but integers.
      writer.write("fact".utf8)
      writer.write(UInt32(4))
      writer.write(Self.size(frameCount))
    }
    writer.write(metadata)
    writer.write("data".utf8)
    writer.write(isLong ? .max : Self.size(dataSize))
    return writer.bytes
  }

  /// A size as a header has it: the largest number for what is unknown or beyond it.
  private static func size(_ value: Int?) -> UInt32 { value.map { UInt32(clamping: $0) } ?? .max }

  private static func chunks(of metadata: AudioMetadata) throws(CodecError) -> [UInt8] {
    var chunks = metadata.chunks
    if let list = try metadata.infoList() {
      chunks.insert(AudioMetadata.Chunk(id: "LIST", bytes: list), at: 0)
    }
    var writer = ByteWriter()
    for chunk in chunks {
      guard chunk.id.utf8.count == 4, chunk.id.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
        throw .invalidParameter("WAV: the name of a chunk is not four ASCII characters")
      }
      guard let size = UInt32(exactly: chunk.bytes.count) else {
        throw .invalidParameter("WAV: a chunk of \(chunk.bytes.count) bytes")
      }
      writer.write(chunk.id.utf8)
      writer.write(size)
      writer.write(chunk.bytes)
      if size % 2 == 1 { writer.write(UInt8(0)) }
    }
    return writer.bytes
  }
}
