import CKernels

/// Where the decisions of a circuit come from or go to.
protocol CircuitPort {
  /// Latents are filled in; otherwise they are given.
  static var reads: Bool { get }
  /// Nothing more can be read: the walk may end.
  var isExhausted: Bool { get }
  /// What follows belongs to this plane of the walk.
  mutating func begin(plane: Int)
  /// And to this row of it.
  mutating func begin(row: Int)
  /// All latents of a row.
  mutating func code(_ row: inout circuit_row)
  /// The residual at `x` of a row that `circuit_begin_row` began. A reader returns another than the one given.
  mutating func code(_ residual: Int32, _ row: inout circuit_row, x: Int, phase: Int32) -> Int32
}
