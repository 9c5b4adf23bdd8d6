import CKernels

/// The distribution of one symbol: shares of hidden states, and each state's cumulative table.
///
/// The count below symbol s is (Σ share · table[s] >> 15) + s: rising by construction, and every symbol has at least
/// one count.
struct SymbolBelief {
  private let emissions: Emissions
  private let shares: UnsafePointer<Int16>
  /// Counts of all symbols.
  let total: Int

  @inline(__always)
  init(_ emissions: Emissions, _ shares: UnsafePointer<Int16>) {
    self.emissions = emissions
    self.shares = shares
    var sum = 0
    for state in 0..<emissions.states { sum += Int(shares[state]) }
    total = sum << 8 + emissions.cardinality
  }

  /// `counts`: room for 16.
  @inline(__always)
  func interval(of symbol: Int, _ counts: inout [Int32]) -> (start: Int, width: Int) {
    load(emissions.fine, symbol / 16, &counts)
    let start = Int(counts[symbol % 16]) + symbol
    return (start, end(of: symbol, &counts) - start)
  }

  /// The symbol whose interval holds a count.
  @inline(__always)
  func symbol(at quantile: Int, _ counts: inout [Int32]) -> (symbol: Int, start: Int, width: Int) {
    let buckets = (emissions.cardinality + 15) / 16
    var bucket = 0
    for group in stride(from: 0, to: buckets, by: 16) {
      load(emissions.coarse, group / 16, &counts)
      var next = group
      while next < min(group + 16, buckets), Int(counts[next - group]) + 16 * next <= quantile { next += 1 }
      if next > group { bucket = next - 1 }
      if next < group + 16 { break }
    }
    load(emissions.fine, bucket, &counts)
    let first = 16 * bucket
    var symbol = first
    while symbol + 1 < min(first + 16, emissions.cardinality),
      Int(counts[symbol + 1 - first]) + symbol + 1 <= quantile
    {
      symbol += 1
    }
    let start = Int(counts[symbol - first]) + symbol
    return (symbol, start, end(of: symbol, &counts) - start)
  }

  /// Count below the symbol after one; `counts` holds the bucket of `symbol`, and may hold the next one afterwards.
  @inline(__always)
  private func end(of symbol: Int, _ counts: inout [Int32]) -> Int {
    if symbol + 1 == emissions.cardinality { return total }
    if symbol % 16 == 15 { load(emissions.fine, symbol / 16 + 1, &counts) }
    return Int(counts[(symbol + 1) % 16]) + symbol + 1
  }

  @inline(__always)
  private func load(_ tables: [UInt32], _ bucket: Int, _ counts: inout [Int32]) {
    tables.withUnsafeBufferPointer { tables in
      tree_cumulative(
        &counts, shares, tables.baseAddress! + bucket * emissions.states * 16, Int32(emissions.states))
    }
  }
}
