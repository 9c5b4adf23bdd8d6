import CKernels

/// One group of quantized spectra to bytes. What it codes teaches it.
public final class SpectrumWriter {
  private let learned: SpectrumState
  private var encoder = RangeEncoder()
  private let decisions: UnsafeMutablePointer<UInt32>
  var trace: circuit_trace
  /// Chooses values where two quantizers take turns.
  private var chooser: OpaquePointer?

  /// - Parameter isMixed: whether many counters are mixed, or the class of the predicted magnitude is all that counts.
  public init(_ model: SpectrumModel, isMixed: Bool = true) {
    decisions = .allocate(capacity: Int(music_segment_decisions))
    trace = circuit_trace(next: decisions)
    learned = SpectrumState(model, isMixed: isMixed)
  }

  deinit {
    decisions.deallocate()
    if let chooser { music_chooser_free(chooser) }
  }

  /// What chooses values for the coder; nil where there is one quantizer.
  /// - Parameter isExact: whether it asks the coder what they take, or estimates it. The first call decides.
  public func chooser(isExact: Bool) -> OpaquePointer? {
    guard learned.model.quantizers == .dependent else { return nil }
    if chooser == nil {
      guard let made = music_chooser_create(isExact ? 1 : 0) else {
        preconditionFailure("no memory for a choice of spectra")
      }
      chooser = made
    }
    return chooser
  }

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

  /// Writes what `body` traces, with what was learned so far.
  public func write(tracing body: (OpaquePointer, inout circuit_trace) -> Void) {
    body(learned.coder, &trace)
    flush()
  }

  func flush() {
    Self.write(UnsafePointer(decisions)..<UnsafePointer(trace.next), to: &encoder)
    trace.next = decisions
  }

  private static func write(_ decisions: Range<UnsafePointer<UInt32>>, to encoder: inout RangeEncoder) {
    var next = decisions.lowerBound
    while next < decisions.upperBound {
      let decision = Int(next.pointee)
      next += 1
      if decision >> 31 == 0 {
        encoder.write(decision >> 16, chance: decision & 0xffff)
      } else {
        encoder.write(decision & 0xffff, bits: decision >> 24 & 127)
      }
    }
  }

  /// Starts the bytes anew; what was learned stays.
  public func forgetBytes() { encoder = RangeEncoder() }

  /// The bytes, and the state that a reader must end in.
  public func finish() -> (payload: [UInt8], state: UInt32) {
    let state = encoder.state
    return (encoder.finish(), state)
  }

  /// What was learned so far of both quantizers: of counters and mixers in the units of the kernel.
  public func learnedArrays() -> (counters: [UInt32], mixers: [Int32], refined: [UInt16], flags: [UInt16]) {
    let room = SpectrumModel.Quantizers.dependent
    var counters = [UInt32](repeating: 0, count: room.counterCount)
    var mixers = [Int32](repeating: 0, count: room.mixerCount)
    var refined = [UInt16](repeating: 0, count: room.refinedCount)
    var flags = [UInt16](repeating: 0, count: Int(music_flags))
    music_coder_learned(learned.coder, &counters, &mixers, &refined, &flags)
    return (counters, mixers, refined, flags)
  }
}
