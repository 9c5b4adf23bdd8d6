import ArgumentParser
import Media

/// The formats that can be written, by extension.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  case png, ppm, pgm, pam, wav, flac, aiff

  static let standardPicture = png
  static let standardSound = wav

  static var names: String {
    let names = allCases.map(\.rawValue)
    return names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
  }

  /// - Throws: `usage` for a format of sounds.
  func pictureFormat() throws(ToolError) -> any ImageFormat {
    guard let format = ImageFormats.named(byExtension: rawValue) else {
      throw ToolError("is a picture; .\(rawValue) is for sounds", .usage)
    }
    return format
  }

  /// - Throws: `usage` for a format of pictures.
  func soundFormat() throws(ToolError) -> any AudioFormat {
    guard let format = AudioFormats.named(byExtension: rawValue) else {
      throw ToolError("is a sound; .\(rawValue) is for pictures", .usage)
    }
    return format
  }

  /// What `--format` says, or the extension of an output that is one file; nil: by what the input holds.
  static func chosen(_ given: OutputFormat?, for batch: BatchOptions) throws(ToolError) -> OutputFormat? {
    if let given { return given }
    guard let output = batch.output, !output.hasSuffix("/"), FileStatus(path: output)?.kind != .folder else {
      return nil
    }
    let ending = output.pathExtension
    // A single folder of inputs makes the output a folder, whose name may have a dot in it.
    guard !ending.isEmpty, batch.inputs.count == 1, FileStatus(path: batch.inputs[0])?.kind != .folder else {
      return nil
    }
    guard let format = OutputFormat(rawValue: ending == "aif" ? aiff.rawValue : ending) else {
      throw ToolError("no format .\(ending); --format takes \(names)", .usage, file: output)
    }
    return format
  }
}
