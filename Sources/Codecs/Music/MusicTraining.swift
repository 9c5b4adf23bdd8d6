import Bytes
import EntropyCoding
import Media
import Neural

/// Learns the model of the codec of music from sounds: begins with nothing but the taps of a model, codes one sound after the
/// other, and never forgets.
public final class MusicTraining {
  private let writer: SpectrumWriter
  private let taps: [Int16]
  /// How many magnitudes there were, and what their levels exceeded coefficients by, [2][4][8].
  private var counts = [Double](repeating: 0, count: 64)
  private var excesses = [Double](repeating: 0, count: 64)
  private var isOnGrid = false

  /// - Parameter file: the model with the taps. Throws `corruptData`.
  public init(_ file: [UInt8]) throws(CodecError) {
    let arrays = try SpectrumModel.Arrays(SafeTensors(bytes: file))
    taps = arrays.taps
    writer = SpectrumWriter(
      try SpectrumModel(
        SpectrumModel.Arrays(taps: taps, quantizers: .dependent), quantizers: .dependent))
  }

  /// Codes a sound. Every other one is coded as if no grid of an earlier codec were known.
  public func learn(_ sound: AudioBuffer, step: Float) {
    isOnGrid.toggle()
    let spectrum = MusicSpectrum(sound, frames: sound.frameCount, margin: 0, step: step, usesGrid: isOnGrid)
    let values = spectrum.quantize(step: step, writer)
    writer.forgetBytes()
    for (coefficients, values) in zip(spectrum.spectra, values) {
      for segment in spectrum.segments { collect(coefficients, values, segment, step: step) }
    }
  }

  private func collect(_ spectrum: MusicBuffer, _ values: [Int16], _ segment: Tiling.Segment, step: Float) {
    let range = segment.offset..<segment.offset + segment.coefficients
    func magnitude(_ k: Int) -> Int { range.contains(k) ? abs(Int(values[k])) : 0 }
    var state = 0
    for k in range {
      let size = magnitude(k)
      let isSecond = state > 1
      state = SpectrumModel.state(after: size, in: state)
      guard size > 0 else { continue }
      let around = 2 * (magnitude(k - 1) + magnitude(k + 1)) + magnitude(k - 2) + magnitude(k + 2)
      let index = (isSecond ? 32 : 0) + 8 * (min(size, 4) - 1) + min(around, 7)
      counts[index] += 1
      excesses[index] += Double(size) - (isSecond ? 0.5 : 0) - Double(abs(spectrum.start[k]) / step)
    }
  }

  /// The model file.
  /// - Parameter sureness: how sure counters are at most.
  public func file(sureness: UInt8) -> [UInt8] {
    let arrays = writer.learned(sureness: sureness, taps: taps)
    let nodes = SpectrumModel.nodes
    var file = SafeTensors()
    file.add("odds", shape: [arrays.odds.count / nodes, nodes], arrays.odds)
    file.add("sureness", shape: [arrays.odds.count / nodes, nodes], arrays.sureness)
    file.add("mixers", shape: [arrays.mixers.count / 16, 16], arrays.mixers)
    file.add("refined", shape: [arrays.refined.count / (nodes * 32 * 33), nodes, 32, 33], arrays.refined)
    file.add("flags", shape: [arrays.flags.count], arrays.flags)
    file.add("taps", shape: [2, 3, arrays.taps.count / 6], arrays.taps)
    let shares = zip(excesses, counts).map { Float(max(-0.5, min($0 / max($1, 1), 0.5))) }
    file.add("shares", Tensor(shape: [2, 4, 8], values: shares))
    return file.serialized()
  }
}
