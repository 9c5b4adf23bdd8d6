import CKernels
import EntropyCoding
import Media

/// The coefficients of a group, and the steps of their bands.
struct HearingAnalysis {
  private let spectrum: MusicSpectrum
  private let blocks: HearingBlocks
  private let rule: HearingRule

  /// Of a bit, beside a squared step.
  private static let weight: Float = 0.04

  /// - Parameters:
  ///   - sound: margin, frames of the group, margin.
  ///   - step: the factor before all steps.
  init(_ sound: AudioBuffer, frames: Int, margin: Int, step: Float) {
    let count = HearingBlocks.count(frames: frames)
    var blocks = HearingBlocks(areCut: [])
    spectrum = MusicSpectrum(sound, frames: frames, margin: margin, step: step * Self.turningStep) {
      channels in
      let search = BlockSearch(channels: channels)
      blocks.areCut = (0..<count).map(search.isCut)
      return (blocks.tiling, (HearingBlocks.lap(search.isCut(-1)), HearingBlocks.lap(search.isCut(count))))
    }
    self.blocks = blocks
    rule = HearingRule(step: step)
  }

  /// Turns are chosen for one step in all bands: a usual one.
  private static let turningStep: Float = 0x1p-2

  func quantized(model: SpectrumModel) -> HearingLatents {
    let writer = SpectrumWriter(model)
    HearingGroup.write(blocks, to: writer)
    var (steps, values, levels): ([[Int8]], [[Int16]], [[UInt8]]) = ([], [], [])
    for (index, pair) in MusicCodec.pairs(spectrum.spectra.count).enumerated() {
      var quantizer = HearingQuantizer(
        blocks: blocks, spectra: spectrum.spectra[pair].map { $0 }, steps: chosenSteps(pair),
        weight: Self.weight)
      writer.beginPair()
      MusicGroup.write(spectrum.segments, turns: spectrum.turns[index], to: writer) { segment in
        quantizer.write(segment, to: writer)
      }
      steps.append(quantizer.steps)
      values += quantizer.values
      levels += quantizer.levels
    }
    return HearingLatents(
      frames: spectrum.frames, blocks: blocks, turns: spectrum.turns, steps: steps, values: values,
      levels: levels,
      coded: HearingGroup.finish(writer))
  }

  /// [blocks][bands].
  private func chosenSteps(_ pair: Range<Int>) -> [Int8] {
    let squares = blocks.areCut.indices.flatMap { block in
      HearingRule.meanSquares(
        spectrum.spectra[pair].map { UnsafePointer($0.start) + block * HearingBlocks.frames },
        segments: blocks.segments(of: block))
    }
    return rule.steps(squares)
  }
}
