import CKernels

/// One or two channels in work, piece by piece.
final class SoundPairWalk {
  /// The samples of a piece.
  let samples: [UnsafeMutablePointer<Int32>]
  private let memory: UnsafeMutableRawPointer
  private let walk: OpaquePointer
  private let decisions: UnsafeMutablePointer<UInt64>

  /// - Parameter frames: the most of a piece.
  init(ranges: [ClosedRange<Int32>], frames: Int) {
    var shape = SoundShape()
    shape.channels = Int32(ranges.count)
    shape.lowest.0 = ranges[0].lowerBound
    shape.highest.0 = ranges[0].upperBound
    if ranges.count > 1 {
      shape.lowest.1 = ranges[1].lowerBound
      shape.highest.1 = ranges[1].upperBound
    }
    shape.shift = Int32(max(0, (ranges.map(Self.bits).max() ?? 0) - 16))
    memory = .allocate(byteCount: sound_walk_bytes(), alignment: 64)
    var tables = SampleTables.shared.mixer
    walk = sound_walk_begin(memory, &shape, &tables)
    samples = ranges.map { _ in
      let samples = UnsafeMutablePointer<Int32>.allocate(capacity: frames)
      samples.initialize(repeating: 0, count: frames)
      return samples
    }
    decisions = .allocate(capacity: ranges.count * frames * Int(sound_most_decisions))
  }

  deinit {
    memory.deallocate()
    for samples in samples { samples.deallocate() }
    decisions.deallocate()
  }

  /// Bits of the numbers of a range in two's complement.
  private static func bits(of range: ClosedRange<Int32>) -> Int {
    let widest = max(range.upperBound, ~range.lowerBound, 0)
    return Int32.bitWidth - widest.leadingZeroBitCount + 1
  }

  /// Writes the first samples.
  func write(_ count: Int, to encoder: inout RangeEncoder) {
    var trace = SoundTrace(next: decisions)
    sound_walk_trace(walk, samples, count, &trace)
    for place in 0..<trace.next - decisions {
      let interval = decisions[place]
      let start = Int(truncatingIfNeeded: interval & 0xFFFFF)
      let width = Int(truncatingIfNeeded: interval >> 20 & 0xFFFFF)
      let whole = Int(truncatingIfNeeded: interval >> 40)
      if whole == 1 << 16 {
        encoder.encode(start: start, width: width, precision: 16)
      } else {
        encoder.encode(start: start, width: width, total: whole)
      }
    }
  }

  /// Reads the next samples to the start of `samples`.
  func read(_ count: Int, from reader: inout circuit_reader) {
    sound_walk_read(walk, samples, count, &reader)
  }
}
