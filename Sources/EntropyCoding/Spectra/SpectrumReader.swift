import CKernels

/// One group of quantized spectra from bytes.
public final class SpectrumReader {
  private let learned: SpectrumState
  var reader: circuit_reader
  private let bytes: UnsafeMutablePointer<UInt8>

  /// - Parameter isMixed: as the writer had it.
  public init(_ payload: ArraySlice<UInt8>, _ model: SpectrumModel, isMixed: Bool = true) {
    bytes = .allocate(capacity: payload.count + 4)
    _ = UnsafeMutableBufferPointer(start: bytes, count: payload.count).initialize(from: payload)
    (bytes + payload.count).initialize(repeating: 0, count: 4)
    reader = circuit_reader_start(bytes, payload.count)
    learned = SpectrumState(model, isMixed: isMixed)
  }

  deinit { bytes.deallocate() }

  /// What follows are the segments of another pair of channels.
  public func beginPair() { music_begin_pair(learned.coder) }

  /// Equals the writer's state after the same decisions.
  public var state: UInt32 { coderState(range: reader.range, words: Int(reader.position) / 4 - 2) }

  /// More zeros were read past the end than an encoder leaves out: the stream is damaged.
  public var isExhausted: Bool { reader.position > reader.count + 8 }

  /// A number of `bits` bits, 1 to 6, by the chances from `context` on.
  public func number(bits: Int, context: Int) -> Int {
    Int(music_read_number(learned.coder, &reader, Int32(context), Int32(bits)))
  }

  /// Fills 128 << size values of each channel of a pair.
  public func read(size: Int, into values: [UnsafeMutablePointer<Int16>]) {
    values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      music_read_segment(learned.coder, &reader, Int32(size), Int32(values.count), start)
    }
  }
}
