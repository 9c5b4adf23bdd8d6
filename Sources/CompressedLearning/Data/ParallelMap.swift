import Bytes
import Neural

/// Work on several threads whose results stay in order.
enum ParallelMap {
  /// The results of `body` for every number below `count`. The error of the lowest number is thrown.
  static func run<Result: Sendable>(
    count: Int, threads: Int, _ body: (Int) throws(CodecError) -> Result
  ) throws(CodecError) -> [Result] {
    var results = [Swift.Result<Result, CodecError>?](repeating: nil, count: count)
    results.withUnsafeMutableBufferPointer { results in
      // Every number has its own place.
      nonisolated(unsafe) let results = results
      Workers.run(count: count, threads: threads) { index in
        do throws(CodecError) {
          results[index] = .success(try body(index))
        } catch {
          results[index] = .failure(error)
        }
      }
    }
    var values: [Result] = []
    values.reserveCapacity(count)
    for result in results { if let result { values.append(try result.get()) } }
    return values
  }
}
