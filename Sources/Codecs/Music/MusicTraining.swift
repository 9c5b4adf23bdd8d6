import Bytes
import EntropyCoding
import Media
import Neural

/// Learns the model of the codec of music from sounds: codes one after the other, and never forgets.
public final class MusicTraining {
  private let writer: SpectrumWriter
  private let taps: [Int16]
  /// How many magnitudes there were, and what coefficients exceeded them by, [4][8].
  private var counts = [Double](repeating: 0, count: 32)
  private var excesses = [Double](repeating: 0, count: 32)
  private var isOnGrid = false

  /// - Parameter file: the model to begin with. Throws `corruptData`.
  public init(_ file: [UInt8]) throws(CodecError) {
    let arrays = try SpectrumModel.Arrays(SafeTensors(bytes: file))
    taps = arrays.taps
    writer = SpectrumWriter(try SpectrumModel(arrays))
  }

  /// Codes a sound. Every other one is coded as if no grid of an earlier codec were known.
  public func learn(_ sound: AudioBuffer, step: Float) {
    isOnGrid.toggle()
    let spectrum = MusicSpectrum(sound, frames: sound.frameCount, margin: 0, step: step, usesGrid: isOnGrid)
    let values = spectrum.quantize(step: step, writer)
    writer.forgetBytes()
    for (spectrum, values) in zip(spectrum.spectra, values) { collect(spectrum, values, step: step) }
  }

  private func collect(_ spectrum: MusicBuffer, _ values: [Int16], step: Float) {
    for k in 2..<values.count - 2 where values[k] != 0 {
      let magnitude = abs(Int(values[k]))
      let near = abs(Int(values[k - 1])) + abs(Int(values[k + 1]))
      let around = 2 * near + abs(Int(values[k - 2])) + abs(Int(values[k + 2]))
      let index = 8 * (min(magnitude, 4) - 1) + min(around, 7)
      counts[index] += 1
      excesses[index] += Double(magnitude) - Double(abs(spectrum.start[k]) / step)
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
    file.add("refined", shape: [nodes, 32, 33], arrays.refined)
    file.add("flags", shape: [arrays.flags.count], arrays.flags)
    file.add("taps", shape: [2, 3, arrays.taps.count / 6], arrays.taps)
    let shares = zip(excesses, counts).map { Float(max(-0.5, min($0 / max($1, 1), 0.5))) }
    file.add("shares", Tensor(shape: [4, 8], values: shares))
    return file.serialized()
  }
}
