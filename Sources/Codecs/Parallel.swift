import Dispatch

/// Runs `body` for 0..<count on at most `threads` threads. Bodies write to disjoint places, so that results do not
/// depend on the number of threads. The first error in order of index is thrown.
func forEach(count: Int, threads: Int, _ body: @Sendable (Int) throws -> Void) throws {
  guard threads > 1, count > 1 else {
    for index in 0..<count { try body(index) }
    return
  }
  let workers = min(threads, count)
  var errors = [(any Error)?](repeating: nil, count: count)
  errors.withUnsafeMutableBufferPointer { errors in
    nonisolated(unsafe) let errors = errors
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for index in stride(from: worker, to: count, by: workers) {
        do { try body(index) } catch { errors[index] = error }
      }
    }
  }
  if let error = errors.lazy.compactMap({ $0 }).first { throw error }
}
