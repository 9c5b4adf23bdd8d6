import CKernels

/// Steps of bands, and levels of the noise that fills zeros, as a group codes them between its spectra: what it has told
/// so far of a pair of channels.
public final class HearingSide {
  public static let bands = Int(hearing_bands)
  public static let cells = Int(hearing_cells)
  public static let steps = Int(hearing_least_step)...Int(hearing_greatest_step)
  public static let loudest = Int(hearing_loudest)

  let state: UnsafeMutablePointer<hearing_side>

  public init() {
    state = .allocate(capacity: 1)
    hearing_begin(state)
  }

  deinit { state.deallocate() }
}

/// A frame of some channels: 1 segment or 8, and the values of each channel.
public struct HearingFrame {
  public let segments: Int
  public let values: [UnsafePointer<Int16>]

  public init(segments: Int, values: [UnsafePointer<Int16>]) {
    (self.segments, self.values) = (segments, values)
  }
}

extension SpectrumReader {
  /// Reads `HearingSide.bands` steps.
  public func readSteps(_ side: HearingSide, into steps: UnsafeMutablePointer<Int8>) {
    hearing_read_steps(side.state, &reader, steps)
  }

  /// Reads the levels of a frame whose values are known, [channels][`HearingSide.cells`].
  public func readLevels(
    _ side: HearingSide, of frame: HearingFrame, into levels: UnsafeMutablePointer<UInt8>
  ) {
    frame.values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      hearing_read_levels(side.state, &reader, Int32(frame.segments), Int32(values.count), start, levels)
    }
  }
}

extension SpectrumWriter {
  /// The inverse of `SpectrumReader.readSteps`.
  public func writeSteps(_ side: HearingSide, _ steps: UnsafePointer<Int8>) {
    hearing_trace_steps(side.state, &trace, steps)
    flush()
  }

  /// The inverse of `SpectrumReader.readLevels`.
  public func writeLevels(_ side: HearingSide, of frame: HearingFrame, _ levels: UnsafePointer<UInt8>) {
    frame.values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      hearing_trace_levels(side.state, &trace, Int32(frame.segments), Int32(values.count), start, levels)
    }
    flush()
  }
}
