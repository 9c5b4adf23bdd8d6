import Neural

/// Runs `body` for 0..<count on at most `threads` threads. Bodies write to disjoint places, so that results do not
/// depend on the number of threads. The first error in order of index is thrown.
func forEach(count: Int, threads: Int, _ body: (Int) throws -> Void) throws {
  guard threads > 1, count > 1 else {
    for index in 0..<count { try body(index) }
    return
  }
  var errors = [(any Error)?](repeating: nil, count: count)
  errors.withUnsafeMutableBufferPointer { errors in
    Workers.run(count: count, threads: threads) { index in
      do { try body(index) } catch { errors[index] = error }
    }
  }
  if let error = errors.lazy.compactMap({ $0 }).first { throw error }
}
