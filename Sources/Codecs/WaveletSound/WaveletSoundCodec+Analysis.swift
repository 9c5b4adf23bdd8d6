import Bytes
import CKernels
import EntropyCoding
import Media
import Neural
import Transforms

extension WaveletSoundCodec {
  public func analyze(_ sound: AudioBuffer, frames: Int) throws(CodecError) -> SoundLatents {
    let columns = grid.columns(of: frames)
    let lines = try modelLines(sound, columns: columns)
    var latents = SoundLatents(zeros: shape(frames: frames))
    var fractions = [Int8](repeating: 0, count: latents.symbols.count)
    let quantizer = DeadZoneQuantizer(step: modelStep)
    for pair in 0..<pairs {
      // The last of an odd number of channels is a pair by itself.
      let second = min(2 * pair + 1, lines.count - 1)
      let values = model.analysis(coefficients(lines[2 * pair], lines[second]))
      quantize(values, quantizer, pair: pair, into: &latents.symbols, &fractions)
    }
    if rateWeight > 0 {
      latents.decide(
        fractions: fractions, rateWeight: RateWeight(thousandths: rateWeight), model: model)
    }
    return latents
  }

  /// Every channel at the model's rate and scale: the columns of the group and those around it that analysis needs.
  private func modelLines(_ sound: AudioBuffer, columns: Int) throws(CodecError) -> [[Float]] {
    let halo = (Self.packetColumns + 1) * model.hop
    return try grid.modelLines(sound, columns: columns, halo: halo).map { line in
      line.map { $0 * model.unit }
    }
  }

  /// Packet coefficients of a pair, `[columns + 2, 2 hop]`, without the columns that the packet itself spoils.
  private func coefficients(_ first: [Float], _ second: [Float]) -> Tensor {
    let packet = LinePacket<Float>(depth: model.levels)
    let (hop, spoilt) = (model.hop, Self.packetColumns)
    let columns = first.count / hop
    var result = Tensor(shape: [columns - 2 * spoilt, 2 * hop])
    result.withMutableValues { target in
      guard let target = target.baseAddress else { return }
      for (channel, line) in [first, second].enumerated() {
        var bands = line
        bands.withUnsafeMutableBufferPointer { bands in
          guard let base = bands.baseAddress else { return }
          packet.forward(base, count: bands.count)
          for band in 0..<hop {
            interleave_row(
              target + channel * hop + band, 2 * hop, base + band * columns + spoilt, columns - 2 * spoilt, 1)
          }
        }
      }
    }
    return result
  }

  /// Rounds latents `[columns, channels]` of the model to the nearest, channel by channel.
  private func quantize(
    _ values: Tensor, _ quantizer: DeadZoneQuantizer, pair: Int, into symbols: inout [Int16],
    _ fractions: inout [Int8]
  ) {
    let (columns, channels) = (values.shape[0], Int(stored.channels))
    var row = [Float](repeating: 0, count: columns)
    for channel in 0..<channels {
      for column in 0..<columns { row[column] = values.values[column * values.shape[1] + channel] }
      let start = (pair * channels + channel) * columns
      row.withUnsafeMutableBufferPointer { row in
        symbols.withUnsafeMutableBufferPointer { symbols in
          fractions.withUnsafeMutableBufferPointer { fractions in
            guard let row = row.baseAddress, let symbols = symbols.baseAddress,
              let fractions = fractions.baseAddress
            else { return }
            quantizer.split(
              PlaneView(row, width: columns, height: 1),
              into: PlaneView(symbols + start, width: columns, height: 1),
              fractions: PlaneView(fractions + start, width: columns, height: 1))
          }
        }
      }
    }
  }
}
