import Bytes

/// A sound file format. Stateless; what reads and writes are its readers and writers.
public protocol AudioFormat: Sendable {
  /// As in messages.
  var name: String { get }

  /// File name extensions, lower case, without the dot. The first is the usual one.
  var fileExtensions: [String] { get }

  /// Whether sources that cannot seek can be read.
  var readsStreams: Bool { get }

  /// Whether sinks that cannot seek can be written.
  var writesStreams: Bool { get }

  /// Whether the bytes start as files of this format do. `AudioFormats.headBytes` of them, fewer of short files.
  func recognizes(_ head: [UInt8]) -> Bool

  /// Reads header and metadata of a file whose first byte is the next of the source.
  /// - Throws: `corruptData`, `unsupported`, `limitExceeded`, `inputOutput`.
  func reader(_ source: any ByteSource, limits: Limits) throws(CodecError) -> any AudioReader

  /// Starts a file.
  /// - Parameter frameCount: frames that will be written, when that is known: a sink that cannot seek then gets a
  ///   header that tells.
  /// - Throws: `invalidParameter` when the format cannot hold such a sound, naming one that can; `inputOutput`.
  func writer(
    _ sink: any ByteSink, _ properties: AudioProperties, metadata: AudioMetadata, frameCount: Int?
  ) throws(CodecError) -> any AudioWriter
}
