import Dispatch

/// Work on several threads.
public enum Workers {
  /// Calls `body` for every index below `count`, on at most `threads` threads, on one in a forked process. The calls must
  /// not write to the same memory. Traps if `threads` is below 1.
  public static func run(count: Int, threads: Int, _ body: (Int) -> Void) {
    precondition(threads >= 1, "work needs a thread")
    let workers = min(count, threads)
    guard workers > 1, ForkGate.allowsThreads else { return (0..<count).forEach(body) }
    withoutActuallyEscaping(body) { body in
      // What the caller promises above is what Sendable would say.
      nonisolated(unsafe) let shared = body
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        for index in stride(from: worker, to: count, by: workers) { shared(index) }
      }
    }
  }

  /// Cuts rows into strips of a height, the last one may be lower.
  static func strips(rows: Int, height: Int) -> [Range<Int>] {
    stride(from: 0, to: rows, by: height).map { $0..<min($0 + height, rows) }
  }

  /// The height of strips that gives every thread one, even, so that all strips begin at even rows.
  static func evenShare(of rows: Int, threads: Int) -> Int {
    max(2, ((rows + threads - 1) / threads + 1) / 2 * 2)
  }
}
