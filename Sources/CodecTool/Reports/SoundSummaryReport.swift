import Codecs
import Media

/// What `info` prints of the file of a sound.
struct SoundSummaryReport {
  /// As it was given, and as messages name it.
  var path, name: String
  var summary: SoundFileSummary

  private var properties: AudioProperties { summary.properties }

  private var kilobits: Double { Figures.kilobits(bytes: summary.fileBytes, seconds: summary.seconds) }

  /// For people: a line with the name, then one for each matter.
  var text: String {
    let groups = summary.groupBytes
    let metadata = summary.metadataChunks.map { "\($0.type) \($0.bytes) bytes" }
    return [
      name.onOneLine,
      "  sound     \(Figures.duration(summary.seconds)), \(summary.frameCount) frames at \(properties.sampleRate) Hz, "
        + "\(Figures.count(properties.channelCount, "channel")), \(properties.sampleType)",
      "  codec     \(summary.identity.name) \(summary.identity.hexadecimal)",
      coding,
      "  size      \(summary.fileBytes) bytes, \(Figures.fixed(kilobits, decimals: 2)) kbit/s",
      "  groups    \(groups.count), \(groups.reduce(0, +)) bytes in all, the largest \(groups.max() ?? 0)",
      "  metadata  " + (metadata.isEmpty ? "none" : metadata.joined(separator: ", ")),
    ].joined(separator: "\n")
  }

  private var coding: String {
    guard let consistency = summary.consistency else {
      return "  entropy   " + (summary.entropy?.rawValue ?? "adapts to the sound")
    }
    return
      "  latents   \(consistency.levels.rawValue) levels, \(Figures.count(consistency.steps, "step")) of refinement, "
      + "seed \(consistency.seed)"
      + (waveformStep.map { ", waveform in steps of \($0)" } ?? "")
  }

  /// As `--step` has it.
  private var waveformStep: Float? { summary.consistency?.waveform.map { $0.step * SoundQuality.scale } }

  /// For programs.
  var json: JSON {
    .object([
      ("file", .text(path)), ("bytes", .integer(summary.fileBytes)),
      ("model", .text(summary.identity.name)), ("digest", .text(summary.identity.hexadecimal)),
      ("sample_rate", .integer(properties.sampleRate)), ("channels", .integer(properties.channelCount)),
      ("sample_type", .text(properties.sampleType == .float ? "float" : "integer")),
      ("sample_bits", .integer(properties.sampleType.bits)), ("frames", .integer(summary.frameCount)),
      ("entropy", summary.entropy.map { .text($0.rawValue) } ?? .null), ("kbps", .real(kilobits)),
      ("levels", summary.consistency.map { .integer($0.levels.rawValue) } ?? .null),
      ("steps", summary.consistency.map { .integer($0.steps) } ?? .null),
      ("seed", summary.consistency.map { .number(String($0.seed)) } ?? .null),
      ("waveform_step", waveformStep.map { .real(Double($0)) } ?? .null),
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
