import Bytes
import Codecs
import EntropyCoding
import Media

/// Sounds to `.cdc` files, as the command line says.
struct SoundEncoder {
  private let encoding: EncodingOptions
  private let threads: Int

  init(_ encoding: EncodingOptions, threads: Int) {
    (self.encoding, self.threads) = (encoding, threads)
  }

  func encode(_ input: BatchInput) throws -> PendingOutput {
    // A rate is found by trying: the sound is read more than once.
    let source = encoding.kbps == nil ? input.source : try input.source.seekable()
    let reader = try AudioInput.reader(source)
    let total = reader.frameCount
    let codec = try codec(for: reader.properties)
    return PendingOutput { [threads, encoding] sink, report in
      let progress = { (frames: Int) in if let total { report(Double(frames) / Double(total)) } }
      let summary: SoundFileWriter.Summary
      if let kbps = encoding.kbps {
        guard let codec = codec as? any SteppedSoundCodec else {
          throw ToolError("--kbps does not go with \(codec.identity.name)", .usage)
        }
        func open() throws -> any AudioReader {
          try source.seek(to: 0)
          return try AudioInput.reader(source)
        }
        summary = try SoundFileWriter.write(
          kbps: kbps, codec: codec, open: open, scratch: ScratchFile.init, to: sink, threads: threads,
          verifies: encoding.verify, progress: progress)
      } else {
        summary = try SoundFileWriter.write(
          reader, codec: codec, scratch: ScratchFile(), to: sink, threads: threads, verifies: encoding.verify,
          progress: progress)
      }
      return Conversion(
        codedBytes: summary.fileBytes,
        medium: .sound(summary.properties, frameCount: summary.frameCount), model: summary.identity,
        step: nil, askedKilobits: encoding.kbps)
    }
  }

  private func codec(for properties: AudioProperties) throws -> any SoundCodec {
    if encoding.lossless {
      return SoundCodecs.lossless(properties, level: encoding.fast ? .fast : .standard)
    }
    let name = encoding.model ?? SoundCodecs.standardName
    if SoundCodecs.consistencyNames.contains(name) { return try consistency(named: name, properties) }
    guard encoding.levels == nil, encoding.seed == nil else {
      let known = SoundCodecs.consistencyNames.joined(separator: ", ")
      throw ToolError("--levels and --seed go with \(known), not with \(name)", .usage)
    }
    guard SoundCodecs.modelNames.contains(name) else {
      let known = (SoundCodecs.modelNames + SoundCodecs.consistencyNames).joined(separator: ", ")
      throw ToolError("is a sound; models of sounds are \(known)", .usage)
    }
    guard encoding.tune == nil || name == SoundCodecs.standardName else {
      throw ToolError("--tune does not go with \(name)", .usage)
    }
    guard encoding.entropy == nil || SoundCodecs.hasEntropyChoice(name) else {
      throw ToolError("--entropy does not go with \(name), which has one entropy model", .usage)
    }
    let tuning = encoding.tune ?? .fidelity
    guard encoding.entropy == nil || name != SoundCodecs.standardName || tuning == .fidelity else {
      throw ToolError("--entropy does not go with --tune hearing", .usage)
    }
    guard encoding.entropy != .circuit || name != SoundCodecs.standardName else {
      throw ToolError("music has no circuit: --entropy is classes, or left out", .usage)
    }
    guard encoding.effort == nil || name == SoundCodecs.standardName && tuning == .fidelity else {
      throw ToolError("--effort goes with music tuned for fidelity only", .usage)
    }
    let codec = try SoundCodecs.lossy(
      properties, model: name, tuning: tuning, primaryOnly: encoding.primary,
      entropy: encoding.entropy ?? .circuit, effort: encoding.effort ?? .usual)
    guard encoding.step != nil else {
      return codec.with(
        step: SoundQuality.step(for: encoding.quality ?? Quality.standard, codec: type(of: codec)))
    }
    guard tuning == .fidelity else { throw ToolError("--step does not go with --tune hearing", .usage) }
    return try withStep(codec)
  }

  /// The codec with the step that is asked for, if one is.
  private func withStep(_ codec: any SteppedSoundCodec) throws -> any SoundCodec {
    guard let step = encoding.step else { return codec }
    let steps = type(of: codec).steps
    guard steps.contains(step / SoundQuality.scale) else {
      let (least, most) = (steps.lowerBound * SoundQuality.scale, steps.upperBound * SoundQuality.scale)
      throw ToolError("--step is \(least) to \(most) with \(codec.identity.name)", .usage)
    }
    return codec.with(step: step / SoundQuality.scale)
  }

  private func consistency(named name: String, _ properties: AudioProperties) throws -> any SoundCodec {
    let others: [(String, Bool)] = [
      ("--quality", encoding.quality != nil), ("--tune", encoding.tune != nil),
      ("--effort", encoding.effort != nil),
      ("--entropy", encoding.entropy != nil), ("--primary", encoding.primary),
    ]
    if let option = others.first(where: \.1) {
      throw ToolError(
        "\(option.0) does not go with \(name), whose rate is that of --levels and of --step or --kbps", .usage
      )
    }
    return try withStep(
      SoundCodecs.consistency(
        properties, model: name, levels: encoding.levels.flatMap(SummaryLevels.init) ?? .thirtyThree,
        seed: encoding.seed ?? 0))
  }
}
