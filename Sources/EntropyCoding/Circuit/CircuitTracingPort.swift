import CKernels

/// Lists the decisions of given latents, row by row, for a writer.
struct CircuitTracingPort<Writer: CircuitWriter>: CircuitPort {
  var isExhausted: Bool { false }
  var writer: Writer
  /// Decisions of the row.
  private let decisions: CircuitDecisions

  init(_ writer: Writer, width: Int) {
    self.writer = writer
    decisions = CircuitDecisions(width: width)
  }

  mutating func begin(plane _: Int) { writer.beginPlane() }

  mutating func begin(row _: Int) {}

  mutating func code(_ coding: inout circuit_coding, row y: Int) {
    var trace = circuit_trace(next: decisions.start)
    circuit_trace_row(&coding, y, &trace)
    write(to: trace.next)
  }

  private mutating func write(to end: UnsafeMutablePointer<UInt32>) {
    for place in 0..<end - decisions.start {
      let decision = Int(decisions.start[place])
      if decision >> 31 == 0 {
        writer.write(decision >> 16, chance: decision & 0xffff)
      } else {
        writer.write(decision & 0xffff, bits: decision >> 24 & 127)
      }
    }
  }
}

/// Room for the decisions of a row.
private final class CircuitDecisions {
  let start: UnsafeMutablePointer<UInt32>

  init(width: Int) { start = .allocate(capacity: max(width, 1) * Int(circuit_latent_decisions)) }

  deinit { start.deallocate() }
}
