/// The arrays of the entropy model of summaries, row-major; FORMAT.md, "Model of summaries".
public struct SummaryArrays: Equatable, Sendable {
  /// What says which input distributions the scalars of a section mix, and where these lie.
  public struct Section: Equatable, Sendable {
    /// [scalars, features of the section].
    public var gate: [Int8]
    /// [scalars]: a row's sum is divided by 2^shift.
    public var gateShift: [UInt8]
    /// [2, scalars]: with a chunk before, and without; in 1/256 classes.
    public var bias: [Int16]
    /// [scalars, features of means]; empty where means are 0.
    public var mean: [Int8]
    public var meanShift: [UInt8]
    /// [2, scalars], in 1/160.
    public var center: [Int16]

    public init(
      gate: [Int8], gateShift: [UInt8], bias: [Int16], mean: [Int8] = [], meanShift: [UInt8] = [],
      center: [Int16] = []
    ) {
      (self.gate, self.gateShift, self.bias) = (gate, gateShift, bias)
      (self.mean, self.meanShift, self.center) = (mean, meanShift, center)
    }
  }

  /// [81]: what a magnitude of 0...80 counts for.
  public var logarithms: [Int8]
  /// [3 sections, 24 classes, 321]: share of 2^15 between the mean and a distance in 1/160, on one side.
  public var tables: [Int16]
  /// Envelope, anchor, side.
  public var sections: [Section]

  public init(logarithms: [Int8], tables: [Int16], sections: [Section]) {
    (self.logarithms, self.tables, self.sections) = (logarithms, tables, sections)
  }
}
