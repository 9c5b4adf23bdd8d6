/// The numbers of one sample as networks take them: integers on a grid, and the step that makes them coefficients.
public struct LatentArray: Equatable, Sendable {
  public let channels: Int
  public let height: Int
  public let width: Int
  /// Row-major [channels, height, width].
  public var symbols: [Int16]
  /// A symbol s stands for the coefficient s · step.
  public let step: Float

  /// Traps unless the symbols fill the shape.
  public init(channels: Int, height: Int, width: Int, symbols: [Int16], step: Float) {
    precondition(symbols.count == channels * height * width, "symbols that do not fill the shape")
    (self.channels, self.height, self.width) = (channels, height, width)
    self.symbols = symbols
    self.step = step
  }

  public var shape: [Int] { [channels, height, width] }
  public var count: Int { symbols.count }

  /// A window of the grid. Positions beyond the border are those of the nearest row and column.
  ///
  /// - Parameters:
  ///   - x: first column; may be negative, or leave the grid on the right.
  ///   - y: first row; likewise.
  public func window(x: Int, y: Int, width: Int, height: Int) -> LatentArray {
    if x == 0, y == 0, width == self.width, height == self.height { return self }
    var result: [Int16] = []
    result.reserveCapacity(channels * width * height)
    let columns = (x..<x + width).map { min(max($0, 0), self.width - 1) }
    for channel in 0..<channels {
      for row in y..<y + height {
        let start = (channel * self.height + min(max(row, 0), self.height - 1)) * self.width
        for column in columns { result.append(symbols[start + column]) }
      }
    }
    return LatentArray(channels: channels, height: height, width: width, symbols: result, step: step)
  }

  /// Columns in the opposite order, channels as they are.
  var reversed: LatentArray {
    var result = self
    for row in 0..<channels * height {
      result.symbols[row * width..<(row + 1) * width].reverse()
    }
    return result
  }
}
