/// Sums over the positions of samples, by channel.
struct ChannelCounts {
  /// The step of the sample, or of the first.
  let step: Float
  /// Positions of each channel.
  var positions = 0
  /// Of coefficients and of their squares.
  var sums: [Double]
  var squares: [Double]
  /// How often each symbol occurs.
  var histograms: [[Int: Int]]

  init(channels: Int, step: Float) {
    self.step = step
    sums = [Double](repeating: 0, count: channels)
    squares = sums
    histograms = [[Int: Int]](repeating: [:], count: channels)
  }

  init(_ array: LatentArray) {
    self.init(channels: array.channels, step: array.step)
    positions = array.height * array.width
    // Symbols are few: counting them in a table is faster than in a dictionary.
    var table = [Int](repeating: 0, count: 1 << 16)
    for channel in 0..<array.channels {
      var (sum, square) = (0, 0)
      var used = Set<Int>()
      for symbol in array.symbols[channel * positions..<(channel + 1) * positions] {
        let value = Int(symbol)
        sum += value
        square += value * value
        if table[value + (1 << 15)] == 0 { used.insert(value) }
        table[value + (1 << 15)] += 1
      }
      for value in used {
        histograms[channel][value] = table[value + (1 << 15)]
        table[value + (1 << 15)] = 0
      }
      sums[channel] = Double(sum) * Double(step)
      squares[channel] = Double(square) * Double(step) * Double(step)
    }
  }

  mutating func add(_ other: ChannelCounts) {
    positions += other.positions
    for channel in sums.indices {
      sums[channel] += other.sums[channel]
      squares[channel] += other.squares[channel]
      histograms[channel].merge(other.histograms[channel], uniquingKeysWith: +)
    }
  }
}
