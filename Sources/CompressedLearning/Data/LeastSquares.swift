/// Sums for a linear map that fits pairs of vectors best, in the mean of squares.
struct LeastSquares {
  let inputs: Int
  let outputs: Int
  private var matrix: [Double]
  /// Row-major [outputs, inputs].
  private var sides: [Double]
  private var squares: [Double]

  init(inputs: Int, outputs: Int) {
    (self.inputs, self.outputs) = (inputs, outputs)
    matrix = [Double](repeating: 0, count: inputs * inputs)
    sides = [Double](repeating: 0, count: outputs * inputs)
    squares = [Double](repeating: 0, count: outputs)
  }

  mutating func add(_ input: [Double], _ output: [Double]) {
    for (row, value) in input.enumerated() {
      for column in 0..<inputs { matrix[row * inputs + column] += value * input[column] }
    }
    for (row, value) in output.enumerated() {
      for column in 0..<inputs { sides[row * inputs + column] += value * input[column] }
      squares[row] += value * value
    }
  }

  /// The map, row-major [outputs, inputs]; nil when the inputs do not tell it.
  func solution() -> [Double]? {
    var regular = matrix
    // A trace of the mean keeps channels that were always zero from making it singular.
    let ridge = (0..<inputs).reduce(0) { $0 + matrix[$1 * inputs + $1] } / Double(inputs) * 1e-9
    for index in 0..<inputs { regular[index * inputs + index] += ridge }
    return PositiveDefinite.solve(regular, sides, count: outputs)
  }

  /// The share of the squares of each output that a solution explains.
  func explained(_ solution: [Double]) -> [Double] {
    (0..<outputs).map { output in
      let row = output * inputs
      let fitted = (0..<inputs).reduce(0) { $0 + solution[row + $1] * sides[row + $1] }
      return squares[output] > 0 ? fitted / squares[output] : 1
    }
  }
}
