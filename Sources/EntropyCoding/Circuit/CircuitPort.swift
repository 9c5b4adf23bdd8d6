import CKernels

/// Where the decisions of a circuit come from or go to.
protocol CircuitPort {
  /// Nothing more can be read: the walk may end.
  var isExhausted: Bool { get }
  /// What follows belongs to this plane of the walk.
  mutating func begin(plane: Int)
  /// And to this row of it.
  mutating func begin(row: Int)
  /// All latents of row y of a plane.
  mutating func code(_ coding: inout circuit_coding, row y: Int)
}
