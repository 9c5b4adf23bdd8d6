import Bytes
import CSndfile

/// Ogg with Vorbis or Opus in it, through libsndfile: read, not written. The samples become floats. A file
/// that is cut is read to its last whole page.
public struct OggFormat: AudioFormat {
  public init() {}

  /// The order of channels in the Vorbis specification, section 4.3.9, which libsndfile leaves as it is.
  private static let speakers: [[UInt32]] = [
    [0x4], [0x1, 0x2], [0x1, 0x4, 0x2], [0x1, 0x2, 0x10, 0x20], [0x1, 0x4, 0x2, 0x10, 0x20],
    [0x1, 0x4, 0x2, 0x10, 0x20, 0x8], [0x1, 0x4, 0x2, 0x200, 0x400, 0x100, 0x8],
    [0x1, 0x4, 0x2, 0x200, 0x400, 0x10, 0x20, 0x8],
  ]

  public var name: String { "Ogg" }
  public var fileExtensions: [String] { ["ogg", "oga", "opus"] }
  public var readsStreams: Bool { false }
  public var writesStreams: Bool { false }

  public func recognizes(_ head: [UInt8]) -> Bool { head.starts(with: "OggS".utf8) }

  public func reader(_ source: any ByteSource, limits: Limits) throws(CodecError) -> any AudioReader {
    try SndfileReader(source, name: name, limits: limits) { file in
      Self.speakers.first { $0.count == Int(file.info.channels) }
    }
  }

  public func writer(
    _ sink: any ByteSink, _ properties: AudioProperties, metadata: AudioMetadata, frameCount: Int?
  ) throws(CodecError) -> any AudioWriter {
    throw .invalidParameter("Ogg is read, not written; write .flac or .wav")
  }
}
