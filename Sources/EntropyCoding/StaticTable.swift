/// A table of counts of 2^15 in all, as the starts of its intervals; a view into memory its owner keeps alive.
///
/// The search is linear because the tables of latents put nearly all on the first symbols.
public struct StaticTable: EntropyModel {
  /// Starts of the symbols, then 2^15.
  let starts: UnsafePointer<UInt16>

  @inline(__always)
  public func interval(of symbol: Int) -> (start: Int, width: Int) {
    let start = Int(starts[symbol])
    return (start, Int(starts[symbol + 1]) - start)
  }

  @inline(__always)
  public func symbol(at quantile: Int) -> Int {
    var symbol = 0
    while quantile >= Int(starts[symbol + 1]) { symbol += 1 }
    return symbol
  }
}
