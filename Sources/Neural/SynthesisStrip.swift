/// Runs a synthesis network over some rows of a plane, in blocks of columns from left to right.
///
/// Of a block, every layer keeps its last rows only. At time n the input, layer 0, brings the pair of rows n
/// and layer i computes the pair n - i, so that the rows above and below are there, and so is the pair n - i of
/// layer i - 2, the residual. The block of layer i lies 2·i columns further left than that of the input: what
/// it needs at its right is there, and what it needs at its left the rows have kept of the block before.
/// Nothing is computed twice but the rows of the halo.
struct SynthesisStrip {
  /// A 3x3 layer and what follows it.
  private struct Stage {
    let layer: Convolution
    let addsResidual: Bool
    let relu: Bool
  }

  private let network: SynthesisNetwork
  private let rows: Range<Int>
  private let width: Int
  private let height: Int
  private let stages: [Stage]
  private let blocks: ColumnBlocks
  /// The rows of the input and of every stage.
  private let windows: [RowWindow]
  private let scratch: AlignedFloats

  /// - Parameter rows: the rows to compute of a plane `[height, width]`; the first one is even.
  init(_ network: SynthesisNetwork, rows: Range<Int>, width: Int, height: Int) {
    self.network = network
    self.rows = rows
    self.width = width
    self.height = height
    let count = network.blocks.count
    let stages =
      [Stage(layer: network.head, addsResidual: false, relu: count == 0)]
      + network.blocks.enumerated().flatMap { index, block in
        [
          Stage(layer: block.first, addsResidual: false, relu: true),
          Stage(layer: block.second, addsResidual: true, relu: index == count - 1),
        ]
      }
    self.stages = stages
    let channels = [network.inputs] + stages.map(\.layer.outputs)
    let blocks = ColumnBlocks(width: width, layers: stages.count)
    self.blocks = blocks
    scratch = AlignedFloats(count: stages.map(\.layer.scratchCount).max() ?? 0)
    windows = channels.enumerated().map { layer, channels in
      let reach = 2 * Self.reach(layer, of: stages.count)
      return RowWindow(
        columns: blocks.widest, channels: channels, depth: 6, height: height,
        rows: rows.lowerBound - reach..<rows.upperBound + reach + 1)
    }
  }

  /// Pairs of rows above and below the strip that a layer computes. If a layer needs an odd number of rows, the
  /// outermost row of the pair is made from rows that are not there, and not used.
  private static func reach(_ layer: Int, of layers: Int) -> Int { (layers - layer + 1) / 2 }

  /// Computes the rows of `target` `[height, width, outputs]` from the whole `source` `[height, width,
  /// inputs]`.
  func run(from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
    let pairs = rows.lowerBound / 2..<(rows.upperBound + 1) / 2
    let reach = (0...stages.count).map { Self.reach($0, of: stages.count) }
    for block in 0..<blocks.count {
      for time in pairs.lowerBound - reach[0]..<pairs.upperBound + stages.count {
        for layer in 0...stages.count {
          let pair = time - layer
          guard pair >= max(0, pairs.lowerBound - reach[layer]), 2 * pair < height,
            pair < pairs.upperBound + reach[layer]
          else { continue }
          let lines = 2 * pair..<min(2 * pair + 2, height)
          let columns = blocks.columns(block, layer: layer)
          if layer == 0 {
            for y in lines { windows[0].load(y, columns: columns, of: source, width: width) }
          } else {
            compute(layer, lines: lines, columns: columns, isFirst: block == 0)
          }
          guard layer == stages.count else { continue }
          for y in lines {
            network.tail.run(
              windows[layer].row(y), count: columns.count,
              output: target + (y * width + columns.lowerBound) * network.outputs)
          }
        }
      }
    }
  }

  /// Computes a pair of rows, or one where the plane ends with it.
  private func compute(_ layer: Int, lines: Range<Int>, columns: Range<Int>, isFirst: Bool) {
    let stage = stages[layer - 1]
    let window = windows[layer]
    // Columns from the block of the layer before to this one.
    let shift = isFirst ? 0 : ColumnBlocks.shift
    let y = lines.lowerBound
    let residual =
      stage.addsResidual ? [y, y + 1].map { UnsafePointer(windows[layer - 2].row($0, at: -2 * shift)) } : nil
    stage.layer.run(
      rows: windows[layer - 1].rows(from: y - 1, at: -shift - 1), width: columns.count, residual: residual,
      relu: stage.relu, output: [window.row(y), lines.count == 2 ? window.row(y + 1) : nil], scratch: scratch)
    for y in lines { window.finish(y, count: columns.count) }
  }
}
