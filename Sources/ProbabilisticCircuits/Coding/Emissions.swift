/// Tables of one variable under each state of a hidden one: likelihoods of its values, and cumulative counts for the
/// search in two steps of 16 symbols.
struct Emissions: Sendable {
  let cardinality: Int
  let states: Int
  /// p(x | state) over that of the state that likes x most: [cardinality, states], 1 ... 32767.
  private(set) var likelihoods: [Int16]
  /// Counts below symbols 0, 16, 32 …: [groups of 16 buckets, states, 16], Q23.
  private(set) var coarse: [UInt32]
  /// Counts below the 16 symbols of a bucket: [buckets, states, 16], Q23.
  private(set) var fine: [UInt32]

  /// Of logarithmic bytes [states, cardinality].
  init(_ bytes: some RandomAccessCollection<UInt8>, states: Int, cardinality: Int) {
    self.cardinality = cardinality
    self.states = states
    let buckets = (cardinality + 15) / 16
    likelihoods = [Int16](repeating: 1, count: cardinality * states)
    // What stands behind the last symbol is all there is.
    coarse = [UInt32](repeating: 1 << 23, count: (buckets + 15) / 16 * states * 16)
    fine = [UInt32](repeating: 1 << 23, count: buckets * states * 16)
    var probabilities = bytes.map { UInt64(LogarithmicProbability.integer($0)) }
    for state in 0..<states {
      let row = state * cardinality..<(state + 1) * cardinality
      let total = max(probabilities[row].reduce(0, +), 1)
      var below: UInt64 = 0
      for symbol in 0..<cardinality {
        let count = UInt32((below << 23) / total)
        let bucket = symbol / 16
        fine[(bucket * states + state) * 16 + symbol % 16] = count
        if symbol % 16 == 0 { coarse[(bucket / 16 * states + state) * 16 + bucket % 16] = count }
        below += probabilities[row.lowerBound + symbol]
        probabilities[row.lowerBound + symbol] = (probabilities[row.lowerBound + symbol] << 30) / total
      }
    }
    for symbol in 0..<cardinality {
      let top = (0..<states).reduce(1) { max($0, probabilities[$1 * cardinality + symbol]) }
      for state in 0..<states {
        let score = probabilities[state * cardinality + symbol] * 32767 / top
        likelihoods[symbol * states + state] = Int16(max(score, 1))
      }
    }
  }
}
