import Bytes

/// Reads a WAV file, from a file or a pipe.
final class WAVReader: AudioReader {
  var properties: AudioProperties { layout.properties }
  let frameCount: Int?
  var metadata: AudioMetadata { chunks.metadata }

  private let layout: WAVSampleLayout
  private var chunks: RIFFChunks
  /// The chunk of the samples.
  private let data: RIFFChunks.Header
  /// Whether the samples may end before their chunk does.
  private let isOpenEnded: Bool
  /// Bytes of samples that are still to come, at most.
  private var remaining: Int

  /// A data chunk of this size or more may be a stream's, whose header was written before its end was known.
  private static let openEndedSize = 0x7FFF_0000

  /// Reads all chunks before the samples and, if the source can seek, those behind them.
  init(_ source: any ByteSource, limits: Limits) throws(CodecError) {
    let head = try source.bytes(12)
    guard WAVFormat().recognizes(head) else { throw .corruptData("WAV: not a RIFF WAVE file") }
    var chunks = RIFFChunks(source, position: head.count, limits: limits)
    let (layout, data, isOpenEnded) = try Self.readHeader(&chunks, limits: limits)
    var size = data.size
    if let byteCount = source.byteCount {
      let (start, available) = (chunks.position, byteCount - chunks.position)
      guard size <= available || isOpenEnded else {
        throw .corruptData("WAV: \(size) bytes of samples are claimed, \(available) are there")
      }
      size = min(size, available)
      try chunks.seek(to: min(start + size + data.size % 2, byteCount))
      try Self.readTrailer(&chunks)
      try chunks.seek(to: start)
    }
    let hasKnownEnd = source.byteCount != nil || !isOpenEnded
    guard !hasKnownEnd || size % layout.bytesPerFrame == 0 else {
      throw .corruptData("WAV: \(size) bytes of samples are no whole frames of \(layout.bytesPerFrame)")
    }
    self.chunks = chunks
    self.layout = layout
    self.data = data
    self.isOpenEnded = isOpenEnded
    remaining = size
    frameCount = hasKnownEnd ? size / layout.bytesPerFrame : nil
  }

  func read(upTo frameCount: Int) throws(CodecError) -> AudioBuffer? {
    precondition(frameCount >= 1, "at least one frame")
    guard remaining > 0 else { return nil }
    let (wanted, overflow) = frameCount.multipliedReportingOverflow(by: layout.bytesPerFrame)
    let bytes = try chunks.source.bytes(min(overflow ? .max : wanted, remaining))
    chunks.advance(by: bytes.count)
    remaining -= bytes.count
    let isCut = bytes.count < wanted && remaining > 0
    guard bytes.count % layout.bytesPerFrame == 0, !isCut || isOpenEnded else {
      throw .corruptData("WAV: the file ends \(remaining) bytes before its samples do")
    }
    if isCut { remaining = 0 }
    if remaining == 0, !isCut, chunks.source.byteCount == nil {
      try chunks.skipPadding(of: data)
      try Self.readTrailer(&chunks)
    }
    guard !bytes.isEmpty else { return nil }
    let samples = try bytes.withUnsafeBufferPointer { (bytes) throws(CodecError) -> AudioSamples in
      try layout.samples(UnsafeRawBufferPointer(bytes))
    }
    return AudioBuffer(properties, samples)
  }

  private static func readHeader(
    _ chunks: inout RIFFChunks, limits: Limits
  ) throws(CodecError) -> (WAVSampleLayout, RIFFChunks.Header, isOpenEnded: Bool) {
    var layout: WAVSampleLayout?
    var longSize: Int?
    while let header = try chunks.next() {
      switch header.id {
      case "data":
        guard let layout else { throw .corruptData("WAV: samples before their format") }
        if header.size == UInt32.max, let longSize {
          return (layout, RIFFChunks.Header(id: header.id, size: longSize), false)
        }
        return (layout, header, header.size >= openEndedSize)
      case "fmt " where layout == nil:
        guard header.size <= 1 << 12 else { throw .corruptData("WAV: a format of \(header.size) bytes") }
        layout = try WAVSampleLayout(parsing: chunks.body(of: header), limits: limits)
      case "ds64" where longSize == nil && (24...1 << 16).contains(header.size):
        var body = ByteReader(try chunks.body(of: header))
        _ = try body.read(UInt64.self, "WAV: ds64")
        let size = try body.read(UInt64.self, "WAV: ds64")
        guard size <= Int.max / 2 else { throw .corruptData("WAV: \(size) bytes of samples") }
        longSize = Int(size)
      case "": throw .corruptData("WAV: no chunk at byte \(chunks.position - 8)")
      default: try chunks.keep(header)
      }
    }
    throw .corruptData("WAV: no samples")
  }

  /// What stands behind the samples, up to the first bytes that are no chunk.
  private static func readTrailer(_ chunks: inout RIFFChunks) throws(CodecError) {
    while let header = try chunks.next(), !header.id.isEmpty { try chunks.keep(header) }
  }
}
