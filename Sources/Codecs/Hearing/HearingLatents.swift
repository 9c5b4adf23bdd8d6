import CKernels
import Container
import EntropyCoding

/// The integers of one group of a sound in hearing mode.
public struct HearingLatents: Equatable, Sendable {
  /// Of the group.
  public let frames: Int
  let blocks: HearingBlocks
  /// Turns of pairs of channels in 1/64, 0 ..< 32: [pairs of two][stripes][bands].
  private(set) var turns: [[[UInt8]]]
  /// [pairs][blocks][bands]: steps are powers of the root of two, over full scale.
  private(set) var steps: [[Int8]]
  /// [channels][blocks][1024]: coefficients in units of the steps of their bands, segments one after the other.
  private(set) var values: [[Int16]]
  /// [channels][blocks][cells]: how loud the noise in place of zeros is.
  private(set) var levels: [[UInt8]]
  /// What writing gives, where it is known already.
  let coded: Container.Group?

  init(
    frames: Int, blocks: HearingBlocks, turns: [[[UInt8]]], steps: [[Int8]], values: [[Int16]],
    levels: [[UInt8]],
    coded: Container.Group?
  ) {
    (self.frames, self.blocks, self.coded) = (frames, blocks, coded)
    (self.turns, self.steps, self.values, self.levels) = (turns, steps, values, levels)
  }

  /// Takes the channels that come next from a reader that has read them.
  mutating func append(_ pair: HearingPairReader) {
    turns.append(pair.turns)
    steps.append(pair.steps)
    values += pair.values
    levels += pair.levels
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.frames == b.frames && a.blocks == b.blocks && a.turns == b.turns && a.steps == b.steps
      && a.values == b.values && a.levels == b.levels
  }
}

/// How a group is cut: into blocks of 1024 frames, each of one segment or of eight.
struct HearingBlocks: Equatable, Sendable {
  static let frames = Int(hearing_frame)
  private static let cuts = Int(hearing_cuts)

  /// Whether each block is cut into eight segments.
  var areCut: [Bool]

  /// Blocks of so many frames; the last one may reach behind them.
  static func count(frames: Int) -> Int { (frames + Self.frames - 1) / Self.frames }

  /// Size of the lap that a block can bear.
  static func lap(_ isCut: Bool) -> Int { isCut ? 0 : Tiling.border }

  func segments(of block: Int) -> Int { areCut[block] ? Self.cuts : 1 }

  var tiling: Tiling {
    Tiling(phase: 0, sizes: areCut.flatMap { $0 ? [UInt8](repeating: 0, count: Self.cuts) : [3] })
  }
}
