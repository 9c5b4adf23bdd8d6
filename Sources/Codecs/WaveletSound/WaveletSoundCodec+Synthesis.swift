import CKernels
import Media
import Neural
import Transforms

extension WaveletSoundCodec {
  public func synthesize(
    _ latents: SoundLatents, before: SoundLatents?, after: SoundLatents?, frames: Int
  ) -> AudioBuffer {
    // Columns beside the group whose samples are made: those that conversion of the rate needs.
    let extra = (grid.modelFrames(of: grid.reach) + model.hop - 1) / model.hop
    let columns = latents.columns + 2 * extra
    let channels = properties.channelCount
    var samples: [Float] = []
    for pair in 0..<pairs {
      let symbols = columnsLast(latents, before: before, after: after, pair: pair, extra: extra)
      let lines = lines(of: coefficients(symbols))
      if 2 * pair + 1 < channels {
        samples += lines.flatMap { $0 }
      } else {
        samples += zip(lines[0], lines[1]).map { ($0 + $1) * 0.5 }
      }
    }
    let (made, length, first) = fileFrames(samples, frames: columns * model.hop, skipping: extra * model.hop)
    let result = (0..<channels).flatMap { channel in
      made[channel * length + first..<channel * length + first + frames]
    }
    let properties = AudioProperties(
      sampleRate: properties.sampleRate, channelCount: channels, sampleType: .float,
      speakers: properties.speakers)
    return AudioBuffer(properties, .floats(result))
  }

  /// Samples at the rate of the file, their frames, and where the group begins in them.
  ///
  /// - Parameter skipping: frames of the model before the group.
  private func fileFrames(
    _ samples: [Float], frames: Int, skipping: Int
  ) -> (samples: [Float], frames: Int, first: Int) {
    guard grid.converts else { return (samples, frames, skipping) }
    // Conversion begins at a frame that both rates have.
    let start = skipping - grid.modelLead
    let parts = (0..<properties.channelCount).flatMap { samples[$0 * frames + start..<($0 + 1) * frames] }
    do {
      let (made, count) = try SoundGrid.converted(
        parts, channels: properties.channelCount, from: grid.modelRate, to: grid.fileRate)
      return (made, count, grid.reach)
    } catch {
      preconditionFailure("a rate that was accepted: \(error.message)")
    }
  }

  /// Columns around those of the group and its extra that synthesis needs: zeros beyond the ends of the sound.
  private var halo: Int { max(model.network.halo, 1) + Self.packetColumns }

  /// Symbols of a pair as numbers, `[columns, channels]`, channels that are not coded zero.
  private func columnsLast(
    _ latents: SoundLatents, before: SoundLatents?, after: SoundLatents?, pair: Int, extra: Int
  ) -> Tensor {
    let around = halo + extra
    var result = Tensor(shape: [latents.columns + 2 * around, model.channels])
    let channels = model.channels
    result.withMutableValues { target in
      for channel in 0..<latents.channels {
        func put(_ symbols: ArraySlice<Int16>, at column: Int) {
          for (offset, symbol) in symbols.enumerated() {
            target[(column + offset) * channels + channel] = Float(symbol)
          }
        }
        if let row = before?.row(channel, of: pair).suffix(around) { put(row, at: around - row.count) }
        put(latents.row(channel, of: pair), at: around)
        if let row = after?.row(channel, of: pair).prefix(around) { put(row, at: around + latents.columns) }
      }
    }
    return result
  }

  /// Packet coefficients of symbols, in steps: linear synthesis and the corrections of the network.
  private func coefficients(_ symbols: Tensor) -> Tensor {
    let network = model.network(symbols)
    return network.adding(model.synthesis(symbols), from: model.network.halo - 1)
  }

  /// Both channels of a pair, over full scale, from coefficients `[columns + 2 packetColumns, 2 hop]` in steps.
  private func lines(of coefficients: Tensor) -> [[Float]] {
    let packet = LinePacket<Float>(depth: model.levels)
    let (hop, spoilt) = (model.hop, Self.packetColumns)
    let columns = coefficients.shape[0]
    let unit = modelStep / model.unit
    return (0..<2).map { channel in
      var bands = [Float](repeating: 0, count: columns * hop)
      coefficients.values.withUnsafeBufferPointer { source in
        bands.withUnsafeMutableBufferPointer { bands in
          guard let source = source.baseAddress, let base = bands.baseAddress else { return }
          for band in 0..<hop {
            add_interleaved_row(
              base + band * columns, source + channel * hop + band, 2 * hop, columns, unit)
          }
          packet.inverse(base, count: bands.count)
        }
      }
      return Array(bands[spoilt * hop..<(columns - spoilt) * hop])
    }
  }
}
