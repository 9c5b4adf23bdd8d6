import Bytes
import CSndfile

/// Ogg with Vorbis, Opus or FLAC in it, through libsndfile: read, not written. Vorbis and Opus become floats. A file
/// that is cut is read to its last whole page.
public struct OggFormat: AudioFormat {
  public init() {}

  public var name: String { "Ogg" }
  public var fileExtensions: [String] { ["ogg", "oga", "opus"] }
  public var readsStreams: Bool { false }
  public var writesStreams: Bool { false }

  public func recognizes(_ head: [UInt8]) -> Bool { head.starts(with: "OggS".utf8) }

  public func reader(_ source: any ByteSource, limits: Limits) throws(CodecError) -> any AudioReader {
    try SndfileReader(source, name: name, limits: limits, usualSpeakers: false)
  }

  public func writer(
    _ sink: any ByteSink, _ properties: AudioProperties, metadata: AudioMetadata, frameCount: Int?
  ) throws(CodecError) -> any AudioWriter {
    throw .invalidParameter("Ogg is read, not written; write .flac or .wav")
  }
}
