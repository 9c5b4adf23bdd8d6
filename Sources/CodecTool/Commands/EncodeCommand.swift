import ArgumentParser
import Codecs
import Media

/// Pictures and sounds to `.cdc` files.
struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode", abstract: "Make .cdc files of pictures and sounds.",
    discussion: """
      Pictures are \(ImageFormats.all.map(\.name).joined(separator: ", ")) files, sounds \
      \(AudioFormats.all.map(\.name).joined(separator: ", ")) files, known by their content.

      """ + ExitStatus.helpText)

  @OptionGroup var batch: BatchOptions
  @OptionGroup var encoding: EncodingOptions

  func run() throws {
    let extensions = ImageFormats.all.flatMap(\.fileExtensions) + AudioFormats.all.flatMap(\.fileExtensions)
    let batch = try Batch(
      batch,
      naming: BatchPlan.Naming(
        inputExtensions: Set(extensions), outputExtension: { _ in CodedFile.pathExtension },
        noun: "pictures or sounds"))
    let threads = self.batch.threading.count
    let pictures = try PictureEncoder(encoding, threads: threads)
    let sounds = SoundEncoder(encoding, threads: threads)
    try batch.run { input in
      try AudioInput.recognizes(input.source) ? sounds.encode(input) : pictures.encode(input)
    }
  }
}
