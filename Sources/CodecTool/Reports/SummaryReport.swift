import Codecs
import Media

/// What `info` prints of one file.
struct SummaryReport {
  var input: InputFile
  var summary: ImageFileSummary

  private var picture: PictureDescription { summary.picture }

  private var bitsPerPixel: Double {
    Figures.bitsPerPixel(bytes: summary.fileBytes, width: picture.width, height: picture.height)
  }

  private var channelNames: String {
    switch picture.channels {
    case .gray: "gray"
    case .grayAlpha: "gray and alpha"
    case .rgb: "RGB"
    case .rgba: "RGB and alpha"
    }
  }

  /// For people: a line with the name, then one for each matter.
  var text: String {
    let groups = summary.groupBytes
    let metadata = summary.metadataChunks.map { "\($0.type) \($0.bytes) bytes" }
    return [
      input.name.onOneLine,
      "  picture   \(picture.width)x\(picture.height) pixels, \(channelNames), \(picture.depth) bits",
      "  model     \(summary.identity.name) \(summary.identity.hexadecimal)",
      "  step      " + (summary.step.map { "\($0)" } ?? "none, without loss"),
      "  entropy   " + (summary.entropy?.rawValue ?? "adapts to the picture"),
      "  size      \(summary.fileBytes) bytes, \(Figures.fixed(bitsPerPixel, decimals: 3)) bpp",
      "  groups    \(groups.count), \(groups.reduce(0, +)) bytes in all, the largest \(groups.max() ?? 0)",
      "  metadata  " + (metadata.isEmpty ? "none" : metadata.joined(separator: ", ")),
    ].joined(separator: "\n")
  }

  /// For programs.
  var json: JSON {
    .object([
      ("file", .text(input.path)),
      ("bytes", .integer(summary.fileBytes)),
      ("model", .text(summary.identity.name)),
      ("digest", .text(summary.identity.hexadecimal)),
      ("width", .integer(picture.width)),
      ("height", .integer(picture.height)),
      ("channels", .integer(picture.channels.rawValue)),
      ("depth", .integer(picture.depth)),
      ("step", summary.step.map { .real($0) } ?? .null),
      ("entropy", summary.entropy.map { .text($0.rawValue) } ?? .null),
      ("bpp", .real(bitsPerPixel)),
      ("groups", .integer(summary.groupBytes.count)),
      ("group_bytes", .array(summary.groupBytes.map(JSON.integer))),
      (
        "metadata",
        .array(
          summary.metadataChunks.map { .object([("type", .text($0.type)), ("bytes", .integer($0.bytes))]) })
      ),
    ])
  }
}
