import Bytes
import CKernels
import EntropyCoding

/// What the centers of the laws of chunks miss of the coefficients, quantized and coded as the codec of music does it: an
/// option for where the waveform counts. Which coefficients are worth a value other than zero follows, in integers, from what was
/// coded around them.
struct WaveformLayer: Sendable {
  let music: MusicModel
  /// Of the quantizer, over full scale.
  let step: Float

  /// Of the quantizer, in the unit of coefficients.
  private var unitStep: Float { step * ChunkShape.unit }

  /// Values for frames of coefficients, [frames, hop].
  func quantized(_ residual: [Float]) -> [Int16] {
    let hop = ChunkShape.hop
    let frames = residual.count / hop
    let tiling = Tiling(phase: 0, sizes: [UInt8](repeating: UInt8(ChunkTransform.size), count: frames))
    let writer = SpectrumWriter(music.spectra)
    writer.beginPair()
    let scaled = residual.map { $0 / unitStep }
    var values = [Int16](repeating: 0, count: residual.count)
    scaled.withUnsafeBufferPointer { source in
      values.withUnsafeMutableBufferPointer { values in
        guard let source = source.baseAddress, let values = values.baseAddress else { return }
        var ends = SpectrumEnds(tiling.segments, source, step: 1)
        for frame in 0..<frames {
          writer.quantize(
            size: ChunkTransform.size, [source + frame * hop], ends: [ends.next(frame)],
            weight: MusicSpectrum.weight, into: [values + frame * hop])
        }
      }
    }
    return values
  }

  /// What values stand for in the synthesis of a chunk.
  func part(_ values: ArraySlice<Int16>) -> WaveformPart {
    let (hop, count) = (ChunkShape.hop, values.count)
    var result = [Float](repeating: 0, count: count)
    values.withUnsafeBufferPointer { values in
      result.withUnsafeMutableBufferPointer { result in
        guard let values = values.baseAddress, let result = result.baseAddress else { return }
        for place in stride(from: 0, to: count, by: hop) {
          music_restore(values + place, Int32(hop), unitStep, music.shares, result + place)
        }
      }
    }
    return WaveformPart(coefficients: result, most: unitStep / 2)
  }

  /// The bytes of the lines of a pair, mid and side, and the state that a reader must end in.
  func write(_ lines: [[Int16]]) -> (bytes: [UInt8], state: UInt32) {
    let writer = SpectrumWriter(music.spectra)
    for line in lines {
      writer.beginPair()
      var line = line
      let count = line.count
      line.withUnsafeMutableBufferPointer { line in
        guard let start = line.baseAddress else { return }
        for place in stride(from: 0, to: count, by: ChunkShape.hop) {
          writer.write(size: ChunkTransform.size, [start + place])
        }
      }
    }
    let (payload, state) = writer.finish()
    return (payload, state)
  }

  /// The inverse of `write`. Throws `corruptData`.
  func read(
    _ bytes: ArraySlice<UInt8>, lines: Int, chunks: Int
  ) throws(CodecError) -> (lines: [[Int16]], state: UInt32) {
    let reader = SpectrumReader(bytes, music.spectra)
    var result: [[Int16]] = []
    for _ in 0..<lines {
      reader.beginPair()
      var line = [Int16](repeating: 0, count: chunks * ChunkShape.samples)
      for place in stride(from: 0, to: line.count, by: ChunkShape.hop) {
        line.withUnsafeMutableBufferPointer { line in
          guard let start = line.baseAddress else { return }
          reader.read(size: ChunkTransform.size, into: [start + place])
        }
        guard !reader.isExhausted else { throw .corruptData("the coded waveform ends too early") }
      }
      result.append(line)
    }
    return (result, reader.state)
  }
}

/// What is known of the coefficients of a chunk beside their law, [frames, hop].
struct WaveformPart {
  let coefficients: [Float]
  /// Beyond this, what became zero would not have.
  let most: Float

  /// Of what is still open at a place, where the law has a deviation.
  func deviation(_ deviation: Float, at place: Int) -> Float {
    coefficients[place] == 0 ? min(deviation, most) : 0
  }
}
