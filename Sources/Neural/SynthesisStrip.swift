/// Runs a synthesis network over some rows of a plane, row by row.
///
/// Every layer keeps its last three rows only. At time n the input brings row n and layer i computes row n -
/// i, so that the rows above and below are there, and so is row n - i of the layer before that, the residual.
struct SynthesisStrip {
  /// A 3x3 layer and what follows it.
  private struct Stage {
    let layer: Convolution
    let addsResidual: Bool
    let relu: Bool
  }

  private let network: SynthesisNetwork
  private let width: Int
  private let height: Int
  private let stages: [Stage]
  /// The rows of the input and of every stage but the last.
  private let windows: [RowWindow]
  /// The row of the last stage, which the tail reads.
  private let last: RowWindow

  /// For planes of `height` rows of `width` positions.
  init(_ network: SynthesisNetwork, width: Int, height: Int) {
    self.network = network
    self.width = width
    self.height = height
    let count = network.blocks.count
    stages =
      [Stage(layer: network.head, addsResidual: false, relu: count == 0)]
      + network.blocks.enumerated().flatMap { index, block in
        [
          Stage(layer: block.first, addsResidual: false, relu: true),
          Stage(layer: block.second, addsResidual: true, relu: index == count - 1),
        ]
      }
    windows = stages.map {
      RowWindow(width: width, channels: $0.layer.inputs, margin: 1, height: height)
    }
    last = RowWindow(width: width, channels: network.width, margin: 0, height: height)
  }

  /// Computes the rows of `target` `[height, width, outputs]` from the whole `source` `[height, width,
  /// inputs]`.
  func run(_ rows: Range<Int>, from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
    let depth = stages.count
    for time in rows.lowerBound - depth..<rows.upperBound + depth {
      if (0..<height).contains(time) { windows[0].load(time, from: source) }
      for index in 1...depth {
        let y = time - index
        let reach = depth - index
        guard (0..<height).contains(y), y >= rows.lowerBound - reach, y < rows.upperBound + reach else {
          continue
        }
        compute(stage: index, row: y)
        if index == depth {
          network.tail.run(
            rows: last.rows(around: y), width: width, residual: nil, relu: false,
            output: target + y * width * network.outputs)
        }
      }
    }
  }

  private func compute(stage index: Int, row y: Int) {
    let stage = stages[index - 1]
    let output = index == stages.count ? last : windows[index]
    stage.layer.run(
      rows: windows[index - 1].rows(around: y), width: width,
      residual: stage.addsResidual ? UnsafePointer(windows[index - 2].row(y)) : nil, relu: stage.relu,
      output: output.row(y))
  }
}
