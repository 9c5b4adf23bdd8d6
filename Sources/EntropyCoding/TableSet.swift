import Bytes

/// Equally long tables in one block of memory.
final class TableSet: Sendable {
  let symbols: Int
  let count: Int
  /// Never written after `init`.
  nonisolated(unsafe) private let starts: UnsafePointer<UInt16>

  /// `frequencies`: `count` x `symbols` counts, row by row; each row sums to 2^15 and has no zero.
  init(frequencies: [UInt16], symbols: Int, name: String) throws(CodecError) {
    guard symbols > 0, frequencies.count % symbols == 0 else {
      throw .corruptData("model: table \(name) has \(frequencies.count) entries, not rows of \(symbols)")
    }
    var running: [UInt16] = []
    running.reserveCapacity(frequencies.count / symbols * (symbols + 1))
    for row in stride(from: 0, to: frequencies.count, by: symbols) {
      var sum = 0
      running.append(0)
      for frequency in frequencies[row..<row + symbols] {
        sum += Int(frequency)
        guard frequency > 0, sum <= 1 << RangeEncoder.precision else { break }
        running.append(UInt16(sum))
      }
      guard sum == 1 << RangeEncoder.precision, running.count % (symbols + 1) == 0 else {
        throw .corruptData("model: row \(row / symbols) of table \(name) is no distribution")
      }
    }
    self.symbols = symbols
    count = frequencies.count / symbols
    let memory = UnsafeMutablePointer<UInt16>.allocate(capacity: running.count)
    memory.initialize(from: running, count: running.count)
    starts = UnsafePointer(memory)
  }

  deinit {
    starts.deallocate()
  }

  @inline(__always)
  subscript(row: Int) -> StaticTable {
    StaticTable(starts: starts + row * (symbols + 1))
  }
}
