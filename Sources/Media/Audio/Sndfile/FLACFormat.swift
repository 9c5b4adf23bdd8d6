import Bytes
import CSndfile

/// The Free Lossless Audio Codec (RFC 9639), through libsndfile: integers of 8, 16 or 24 bits, at most 8 channels.
/// Comments and pictures are carried whole; chunks of RIFF files are left out.
public struct FLACFormat: AudioFormat {
  public init() {}

  public var name: String { "FLAC" }
  public var fileExtensions: [String] { ["flac"] }
  public var readsStreams: Bool { false }
  public var writesStreams: Bool { false }

  public func recognizes(_ head: [UInt8]) -> Bool { head.starts(with: "fLaC".utf8) }

  public func reader(_ source: any ByteSource, limits: Limits) throws(CodecError) -> any AudioReader {
    let metadata = try FLACMetadata(reading: source, limits: limits)
    return try SndfileReader(
      source, name: name, limits: limits, metadata: metadata.content
    ) { file in
      let usual = AudioProperties.usualSpeakers(channelCount: Int(file.info.channels))
      return (0..<32).map { 1 << $0 }.filter { usual & $0 != 0 }
    }
  }

  public func writer(
    _ sink: any ByteSink, _ properties: AudioProperties, metadata: AudioMetadata, frameCount: Int?
  ) throws(CodecError) -> any AudioWriter {
    try SndfileWriter(
      FLACSink(sink, metadata: metadata), properties, metadata: AudioMetadata(), frameCount: frameCount,
      format: SF_FORMAT_FLAC, sampleTypes: [.integer(bits: 8), .integer(bits: 16), .integer(bits: 24)],
      name: name)
  }
}
