import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One group of quantized spectra to bytes. What it codes teaches it.
public final class SpectrumWriter {
  private let learned: SpectrumState
  private var encoder = RangeEncoder()
  private let decisions: UnsafeMutablePointer<UInt32>
  var trace: circuit_trace

  public init(_ model: SpectrumModel) {
    decisions = .allocate(capacity: Int(music_segment_decisions))
    trace = circuit_trace(next: decisions)
    learned = SpectrumState(model)
  }

  deinit { decisions.deallocate() }

  /// What follows are the segments of another pair of channels.
  public func beginPair() { music_begin_pair(learned.coder) }

  /// The inverse of `SpectrumReader.number`.
  public func write(_ value: Int, bits: Int, context: Int) {
    music_trace_number(learned.coder, &trace, Int32(context), Int32(bits), Int32(value))
    flush()
  }

  /// Writes 128 << size values of each channel of a pair.
  public func write(size: Int, _ values: [UnsafeMutablePointer<Int16>]) {
    values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      music_trace_segment(learned.coder, &trace, Int32(size), Int32(values.count), start)
    }
    flush()
  }

  /// Chooses values for spectra in units of the step, and writes them.
  /// - Parameters:
  ///   - ends: 64ths of each spectrum behind which all values are zero.
  ///   - weight: what a bit costs beside squares of differences.
  public func quantize(
    size: Int, _ spectra: [UnsafePointer<Float>], ends: [Int32], weight: Float,
    into values: [UnsafeMutablePointer<Int16>]
  ) {
    CostTable.shared.bits.withUnsafeBufferPointer { bits in
      values.withUnsafeBufferPointer { values in
        spectra.withUnsafeBufferPointer { spectra in
          guard let values = values.baseAddress, let source = spectra.baseAddress, let bits = bits.baseAddress
          else { return }
          music_quantize_segment(
            learned.coder, &trace, Int32(size), Int32(spectra.count), source, ends, weight, bits, values)
        }
      }
    }
    flush()
  }

  func flush() {
    var next = UnsafePointer(decisions)
    while next < trace.next {
      let decision = Int(next.pointee)
      next += 1
      if decision >> 31 == 0 {
        encoder.write(decision >> 16, chance: decision & 0xffff)
      } else {
        encoder.write(decision & 0xffff, bits: decision >> 24 & 127)
      }
    }
    trace.next = decisions
  }

  /// Starts the bytes anew; what was learned stays.
  public func forgetBytes() { encoder = RangeEncoder() }

  /// The bytes, and the state that a reader must end in.
  public func finish() -> (payload: [UInt8], state: UInt32) {
    let state = encoder.state
    return (encoder.finish(), state)
  }

  /// What was written so far, as a model to begin with.
  /// - Parameter sureness: how sure its counters are at most.
  public func learned(sureness: UInt8, taps: [Int16]) -> SpectrumModel.Arrays {
    var counters = [UInt32](repeating: 0, count: SpectrumModel.counterCount)
    var mixers = [Int32](repeating: 0, count: SpectrumModel.mixerCount)
    var refined = [UInt16](repeating: 0, count: Int(music_refined))
    var flags = [UInt16](repeating: 0, count: Int(music_flags))
    music_coder_learned(learned.coder, &counters, &mixers, &refined, &flags)
    let odds = counters.map { counter in
      let chance = (Double(counter >> 10) + 0.5) / 0x1p22
      return Int8(max(-127, min((16 * log(chance / (1 - chance))).rounded(), 127)))
    }
    return SpectrumModel.Arrays(
      odds: odds, sureness: counters.map { min(UInt8(min($0 & 1023, 127)), sureness) },
      mixers: mixers.map { Int16(clamping: ($0 + 8) >> 4) }, refined: refined, flags: flags, taps: taps)
  }
}
