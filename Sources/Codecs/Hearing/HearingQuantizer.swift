import CKernels
import EntropyCoding

/// Chooses the values and levels of a pair of channels, and writes them with the steps.
struct HearingQuantizer {
  let steps: [Int8]
  private(set) var levels: [[UInt8]]
  var values: [[Int16]] { memory.map { $0.values } }

  private let blocks: HearingBlocks
  /// In units of steps.
  private let scaled: [MusicBuffer]
  private let memory: [ValueBuffer]
  private var ends: [SpectrumEnds]
  private let side = HearingSide()
  private let weight: Float
  /// Of the segment that comes next.
  private var place = 0

  init(blocks: HearingBlocks, spectra: [MusicBuffer], steps: [Int8], weight: Float) {
    (self.blocks, self.steps, self.weight) = (blocks, steps, weight)
    let count = blocks.areCut.count
    let size = HearingBlocks.frames
    let scaled = spectra.map { spectrum in
      let scaled = MusicBuffer(count * size)
      steps.withUnsafeBufferPointer { steps in
        guard let steps = steps.baseAddress else { return }
        for block in 0..<count {
          hearing_divide(
            spectrum.start + block * size, Int32(blocks.segments(of: block)),
            steps + block * HearingSide.bands,
            scaled.start + block * size)
        }
      }
      return scaled
    }
    self.scaled = scaled
    memory = spectra.map { _ in ValueBuffer(count * size) }
    levels = spectra.map { _ in [UInt8](repeating: 0, count: count * HearingSide.cells) }
    let segments = blocks.tiling.segments
    ends = scaled.map { SpectrumEnds(segments, $0.start, step: 1) }
  }

  mutating func write(_ segment: Tiling.Segment, to writer: SpectrumWriter) {
    let size = HearingBlocks.frames
    let block = segment.offset / size
    if segment.offset % size == 0 {
      steps.withUnsafeBufferPointer { steps in
        guard let steps = steps.baseAddress else { return }
        writer.writeSteps(side, steps + block * HearingSide.bands)
      }
    }
    let wished = ends.indices.map { ends[$0].next(place) }
    place += 1
    writer.quantize(
      size: segment.size, scaled.map { UnsafePointer($0.start) + segment.offset }, ends: wished,
      weight: weight,
      into: memory.map { $0.start + segment.offset })
    if (segment.offset + segment.coefficients) % size == 0 { writeLevels(block, to: writer) }
  }

  private mutating func writeLevels(_ block: Int, to writer: SpectrumWriter) {
    let size = HearingBlocks.frames
    let segments = blocks.segments(of: block)
    var rests = [Float](repeating: 0, count: HearingSide.cells)
    var chosen: [UInt8] = []
    for channel in memory.indices {
      hearing_rests(
        scaled[channel].start + block * size, memory[channel].start + block * size, Int32(segments), &rests)
      let levels = rests.map(HearingRule.level)
      self.levels[channel].replaceSubrange(
        block * HearingSide.cells..<(block + 1) * HearingSide.cells, with: levels)
      chosen += levels
    }
    let frame = HearingFrame(
      segments: segments, values: memory.map { UnsafePointer($0.start) + block * size })
    writer.writeLevels(side, of: frame, chosen)
  }
}

/// Memory for values.
final class ValueBuffer {
  let start: UnsafeMutablePointer<Int16>
  private let count: Int

  /// Zeros.
  init(_ count: Int) {
    self.count = count
    start = .allocate(capacity: count)
    start.initialize(repeating: 0, count: count)
  }

  deinit { start.deallocate() }

  var values: [Int16] { Array(UnsafeBufferPointer(start: start, count: count)) }
}
