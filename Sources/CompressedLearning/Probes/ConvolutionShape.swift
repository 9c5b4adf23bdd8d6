/// What a convolution with ReLU does, and whether the largest of 2x2 follows.
struct ConvolutionShape: Equatable {
  let inputs: Int
  let outputs: Int
  /// Rows and columns of a patch, and positions from one to the next.
  let side: Int
  let stride: Int
  /// Whether the largest of every 2x2 follows.
  let pools: Bool

  /// Positions that patches begin before the place they stand for; beyond the border there are zeros.
  var padding: Int { stride == 1 ? side / 2 : 0 }
  var patch: Int { side * side * inputs }
  /// Weights [outputs, inputs, side, side], then biases.
  var parameterCount: Int { outputs * (patch + 1) }
}
