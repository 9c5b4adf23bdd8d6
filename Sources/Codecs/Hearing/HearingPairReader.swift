import Bytes
import EntropyCoding

/// Reads one or two channels of a group that are coded together.
final class HearingPairReader {
  private(set) var turns: [[UInt8]] = []
  private(set) var steps: [Int8]
  private(set) var levels: [[UInt8]]
  var values: [[Int16]] { memory.map { $0.values } }

  private let reader: SpectrumReader
  private let blocks: HearingBlocks
  private let memory: [ValueBuffer]
  private let side = HearingSide()

  init(_ reader: SpectrumReader, blocks: HearingBlocks, channels: Int) {
    (self.reader, self.blocks) = (reader, blocks)
    let count = blocks.areCut.count
    memory = (0..<channels).map { _ in ValueBuffer(count * HearingBlocks.frames) }
    steps = [Int8](repeating: 0, count: count * HearingSide.bands)
    levels = (0..<channels).map { _ in [UInt8](repeating: 0, count: count * HearingSide.cells) }
  }

  /// Throws `corruptData`.
  func read() throws(CodecError) {
    let size = HearingBlocks.frames
    reader.beginPair()
    for segment in blocks.tiling.segments {
      let block = segment.offset / size
      if memory.count == 2, segment.start / TurnGrid.stripe == turns.count {
        turns.append(MusicGroup.readTurns(reader, after: turns.last))
      }
      if segment.offset % size == 0 { readSteps(block) }
      reader.read(size: segment.size, into: memory.map { $0.start + segment.offset })
      if (segment.offset + segment.coefficients) % size == 0 { readLevels(block) }
      guard !reader.isExhausted else { throw .corruptData("the entropy coded data end too early") }
    }
  }

  private func readSteps(_ block: Int) {
    steps.withUnsafeMutableBufferPointer { steps in
      guard let steps = steps.baseAddress else { return }
      reader.readSteps(side, into: steps + block * HearingSide.bands)
    }
  }

  private func readLevels(_ block: Int) {
    let frame = HearingFrame(
      segments: blocks.segments(of: block),
      values: memory.map { UnsafePointer($0.start) + block * HearingBlocks.frames })
    var read = [UInt8](repeating: 0, count: memory.count * HearingSide.cells)
    reader.readLevels(side, of: frame, into: &read)
    for channel in memory.indices {
      levels[channel].replaceSubrange(
        block * HearingSide.cells..<(block + 1) * HearingSide.cells,
        with: read[channel * HearingSide.cells..<(channel + 1) * HearingSide.cells])
    }
  }
}
