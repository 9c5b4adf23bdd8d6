import ProbabilisticCircuits

extension IntegerTable {
  /// The rows, and behind each of them once more what it shows moved by one place up, down, left or right: rows are
  /// pictures [height, width, values a pixel], and what moves in at the border is 0.
  func withShiftedCopies(_ shape: [Int], using random: inout some RandomNumberGenerator) -> IntegerTable {
    let (height, width) = (shape[0], shape[1])
    let depth = columnCount / (height * width)
    precondition(depth * height * width == columnCount, "a shape of other rows")
    let moves = [(0, 1), (0, -1), (1, 0), (-1, 0)]
    let choices = (0..<rowCount).map { _ in Int.random(in: 0..<moves.count, using: &random) }
    var result = [UInt16](repeating: 0, count: 2 * values.count)
    for column in 0..<columnCount {
      let (y, x) = (column / depth / width, column / depth % width)
      let sources = moves.map { move -> Int? in
        let (fromY, fromX) = (y + move.0, x + move.1)
        guard (0..<height).contains(fromY), (0..<width).contains(fromX) else { return nil }
        return ((fromY * width + fromX) * depth + column % depth) * rowCount
      }
      let start = column * rowCount
      for row in 0..<rowCount {
        result[2 * (start + row)] = values[start + row]
        if let source = sources[choices[row]] { result[2 * (start + row) + 1] = values[source + row] }
      }
    }
    return IntegerTable(rowCount: 2 * rowCount, columnCount: columnCount, columns: result)
  }
}
