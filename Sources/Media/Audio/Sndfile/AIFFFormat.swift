import Bytes
import CSndfile

/// Apple's Audio Interchange File Format, plain or AIFF-C without compression, through libsndfile: integers of 8, 16,
/// 24 or 32 bits and floats. Those of 8 bits are read, not written: libsndfile 1.2 takes the padding behind an odd
/// number of them for a frame. Title, artist, copyright and comment are carried.
public struct AIFFFormat: AudioFormat {
  public init() {}

  public var name: String { "AIFF" }
  public var fileExtensions: [String] { ["aiff", "aif", "aifc"] }
  public var readsStreams: Bool { false }
  public var writesStreams: Bool { false }

  public func recognizes(_ head: [UInt8]) -> Bool {
    head.count >= 12 && head.starts(with: "FORM".utf8)
      && (head[8..<12].elementsEqual("AIFF".utf8) || head[8..<12].elementsEqual("AIFC".utf8))
  }

  public func reader(_ source: any ByteSource, limits: Limits) throws(CodecError) -> any AudioReader {
    try source.seek(to: 0)
    // libsndfile takes a file that is cut for a shorter one.
    let head = try source.bytes(12)
    guard recognizes(head), let byteCount = source.byteCount else {
      throw .corruptData("AIFF: not an AIFF file")
    }
    let size = head[4..<8].reduce(0) { $0 << 8 | Int($1) }
    guard size <= byteCount - 8 else {
      throw .corruptData("AIFF: \(size) bytes are claimed, \(byteCount - 8) are there")
    }
    return try SndfileReader(source, name: name, limits: limits) { $0.channelSpeakers }
  }

  public func writer(
    _ sink: any ByteSink, _ properties: AudioProperties, metadata: AudioMetadata, frameCount: Int?
  ) throws(CodecError) -> any AudioWriter {
    try SndfileWriter(
      sink, properties, metadata: metadata, frameCount: frameCount, format: SF_FORMAT_AIFF,
      sampleTypes: [.integer(bits: 16), .integer(bits: 24), .integer(bits: 32), .float],
      name: name)
  }
}
