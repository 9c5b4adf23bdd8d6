import Bytes

/// The class entropy model: linear magnitude prediction, classes of a quarter octave, static tables.
///
/// The baseline that other models of latents are measured against. Everything is an integer, from the model file
/// on. One instance serves all groups and threads.
public final class ClassModel: Sendable {
  let planes: [PlaneModel]
  /// [tables x classes] of magnitudes.
  let magnitudes: TableSet
  /// [tables x run classes]: all zero or not.
  let runs: TableSet
  /// [tables x run length]: the latents of a run that is not all zero, up to its first other than zero.
  let starts: TableSet
  /// Low bits sent raw, by class.
  let shifts: [Int]

  /// Plane models: rows of the arrays.
  public var planeCount: Int { planes.count }

  /// The arrays of a model file, row-major; see FORMAT.md, "Class model".
  public struct Arrays: Sendable {
    /// [planes, 6], [planes, 2 references], [planes, 2], [planes, 1], [planes, 4], [planes, 1].
    public var own, references, parent: [Int16]
    public var bias: [Int32]
    public var mean: [Int16]
    public var tables: [UInt8]
    /// [tables, classes, 16], [tables, run classes, 2], [tables, 8, 16].
    public var magnitudes, runs, starts: [UInt16]
    public var shifts: [UInt8]

    public init(
      own: [Int16], references: [Int16], parent: [Int16], bias: [Int32], mean: [Int16], tables: [UInt8],
      magnitudes: [UInt16], runs: [UInt16], starts: [UInt16], shifts: [UInt8]
    ) {
      self.own = own
      self.references = references
      self.parent = parent
      self.bias = bias
      self.mean = mean
      self.tables = tables
      self.magnitudes = magnitudes
      self.runs = runs
      self.starts = starts
      self.shifts = shifts
    }
  }

  public init(_ arrays: Arrays) throws(CodecError) {
    let count = arrays.bias.count
    let references = count == 0 ? 0 : arrays.references.count / count
    let whole =
      count > 0 && arrays.own.count == count * ContextRules.ownCount && arrays.parent.count == count * 2
      && arrays.mean.count == count * 4 && arrays.tables.count == count
      && arrays.references.count == count * references && references % 2 == 0
      && arrays.shifts.count == ContextRules.classCount && arrays.shifts.allSatisfy { $0 <= 15 }
    guard whole else { throw .corruptData("model: arrays of the class model disagree in size") }
    magnitudes = try TableSet(
      frequencies: arrays.magnitudes, symbols: ContextRules.symbolCount, name: "magnitudes")
    runs = try TableSet(frequencies: arrays.runs, symbols: 2, name: "runs")
    starts = try TableSet(frequencies: arrays.starts, symbols: ContextRules.symbolCount, name: "starts")
    let tables = Int(arrays.tables.max() ?? 0) + 1
    guard magnitudes.count == tables * ContextRules.classCount,
      runs.count == tables * ContextRules.runClassCount, starts.count == tables * ContextRules.runLength
    else { throw .corruptData("model: the class model needs \(tables) sets of tables") }
    shifts = arrays.shifts.map(Int.init)
    planes = (0..<count).map { index in
      let mean = arrays.mean[index * 4..<index * 4 + 4].map(Int32.init)
      return PlaneModel(
        own: Array(arrays.own[index * ContextRules.ownCount..<(index + 1) * ContextRules.ownCount]),
        references: Array(arrays.references[index * references..<(index + 1) * references]),
        parent: Array(arrays.parent[index * 2..<index * 2 + 2]),
        bias: arrays.bias[index], mean: mean.allSatisfy { $0 == 0 } ? nil : mean,
        tables: Int(arrays.tables[index]))
    }
  }
}
