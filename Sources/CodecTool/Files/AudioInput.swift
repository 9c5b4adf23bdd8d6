import Bytes
import Media

/// Sound files open for reading: memory does not grow with their length.
enum AudioInput {
  /// Whether what is left of a source begins as a sound file does. Nothing is read by that.
  static func recognizes(_ source: FileSource) throws(CodecError) -> Bool {
    AudioFormats.recognizing(try source.peek(AudioFormats.headBytes)) != nil
  }

  /// A reader of a file or stream in any sound format. A stream of a format that has to seek is copied to a temporary
  /// file before.
  /// - Throws: what `AudioFormats.reader` throws, `inputOutput`.
  static func reader(_ source: FileSource, limits: Limits = .standard) throws(CodecError) -> any AudioReader {
    let format = AudioFormats.recognizing(try source.peek(AudioFormats.headBytes))
    let mustSeek = format.map { !$0.readsStreams } ?? false
    return try AudioFormats.reader(mustSeek ? source.seekable(limits: limits) : source, limits: limits)
  }
}
