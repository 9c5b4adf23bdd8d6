import Bytes

/// RIFF WAVE: integers of 8 to 32 bits and floats of 32 or 64 bits, plain or WAVE_FORMAT_EXTENSIBLE; RF64 (EBU Tech
/// 3306) when longer than 4 GB. Floats of 64 bits are rounded to 32. Text of LIST INFO becomes tags, and other
/// chunks are carried as they are; tags without a place in LIST INFO, and pictures, are left out of written files.
///
/// Streams are read and written. A stream whose header does not know its length (a data chunk of 0xFFFFFFFF bytes,
/// or over 0x7FFF0000 and longer than the file, as other programs write) is read to its end.
public struct WAVFormat: AudioFormat {
  public init() {}

  public var name: String { "WAV" }
  public var fileExtensions: [String] { ["wav", "wave", "rf64", "bwf"] }
  public var readsStreams: Bool { true }
  public var writesStreams: Bool { true }

  public func recognizes(_ head: [UInt8]) -> Bool {
    head.count >= 12 && head[8..<12].elementsEqual("WAVE".utf8)
      && ["RIFF", "RF64", "BW64"].contains { head.starts(with: $0.utf8) }
  }

  public func reader(_ source: any ByteSource, limits: Limits) throws(CodecError) -> any AudioReader {
    try WAVReader(source, limits: limits)
  }

  public func writer(
    _ sink: any ByteSink, _ properties: AudioProperties, metadata: AudioMetadata, frameCount: Int?
  ) throws(CodecError) -> any AudioWriter {
    try WAVWriter(sink, properties, metadata: metadata, frameCount: frameCount)
  }
}
