/// The distribution of one scalar: a sum unit over two input distributions that are neighbours, cumulative tables over the
/// distance from a mean.
///
/// The count below a symbol is the mixture's share of 2^15 there, and one for each symbol before: rising by construction, and
/// no symbol is impossible.
struct SummaryBelief {
  /// Tables of the two, each `SummaryLayout.distances` long; their owner keeps them alive.
  let low: UnsafePointer<Int16>
  let high: UnsafePointer<Int16>
  /// Of `high`, 0 ..< 256.
  let weight: Int
  /// In 1/160 of the place's range.
  let mean: Int
  /// Symbols are -half...half; one lies this far from the next, in 1/80.
  let half: Int
  let unit: Int

  /// Counts of all symbols.
  var total: Int { 1 << 15 + 2 * half + 1 }

  /// Counts below the symbol `index` - half.
  @inline(__always)
  private func below(_ index: Int) -> Int {
    if index == 0 { return 0 }
    if index > 2 * half { return total }
    let distance = (2 * (index - half) - 1) * unit - mean
    let at = min(abs(distance), SummaryLayout.distances - 1)
    let share = (256 - weight) * Int(low[at]) + weight * Int(high[at])
    return (1 << 22 + (distance < 0 ? -share : share)) >> 8 + index
  }

  @inline(__always)
  func interval(of symbol: Int) -> (start: Int, width: Int) {
    let start = below(symbol + half)
    return (start, below(symbol + half + 1) - start)
  }

  /// The symbol whose interval holds a count.
  @inline(__always)
  func symbol(at quantile: Int) -> Int {
    var first = 0
    var end = 2 * half + 1
    while end - first > 1 {
      let middle = (first + end) / 2
      if below(middle) <= quantile { first = middle } else { end = middle }
    }
    return first - half
  }
}
