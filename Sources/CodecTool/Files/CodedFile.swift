import Bytes
import Codecs
import Container

/// What the tool knows of `.cdc` files before it reads them.
enum CodedFile {
  /// Without the dot.
  static let pathExtension = "cdc"

  /// Whether what is left of a source is the file of a sound. Nothing is read by that.
  /// - Throws: as `ImageFile.identity`; `inputOutput`.
  static func holdsSound(_ source: FileSource) throws(CodecError) -> Bool {
    SoundCodecs.names.contains(
      try ImageFile.identity(of: source.peek(Container.Header.maximumPrefixBytes)).name)
  }

  /// The same of a file by name; false for what cannot be read: the error comes where it is opened to be decoded.
  static func holdsSound(atPath path: String) -> Bool {
    guard path != InputFile.standardStream, FileStatus(path: path)?.kind == .file,
      let source = try? FileSource(path)
    else { return false }
    return (try? holdsSound(source)) ?? false
  }
}
