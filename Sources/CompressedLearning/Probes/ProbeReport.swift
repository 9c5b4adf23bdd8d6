import Bytes

/// How often a probe is right.
public struct ProbeReport: Equatable, Sendable {
  public let classes: [String]
  /// Row-major: samples of a class (row) that were taken for a class (column).
  public let confusion: [Int]

  /// Evaluates a probe on samples; those without a label are left out.
  ///
  /// - Throws: what reading throws; `invalidParameter` for samples of another shape than the probe takes, for other classes, and
  ///   when no sample has a label.
  public init(
    _ model: ProbeModel, on dataset: some LearningDataset, threads: Int = 1
  ) throws(CodecError) {
    let indices = (0..<dataset.count).filter { dataset.label($0) != nil }
    guard !indices.isEmpty else { throw .invalidParameter("no sample has a label") }
    guard dataset.classes == model.classes else {
      throw .invalidParameter("classes \(dataset.classes); the probe knows \(model.classes)")
    }
    Matrix.useOneThread()
    var confusion = [Int](repeating: 0, count: model.classes.count * model.classes.count)
    for (index, prediction) in zip(
      indices, try model.predictions(dataset, indices: indices, threads: threads))
    {
      guard let label = dataset.label(index) else { continue }
      confusion[label * model.classes.count + prediction] += 1
    }
    classes = model.classes
    self.confusion = confusion
  }

  public init(classes: [String], confusion: [Int]) {
    precondition(confusion.count == classes.count * classes.count, "a square of counts")
    (self.classes, self.confusion) = (classes, confusion)
  }

  public var count: Int { confusion.reduce(0, +) }
  /// Samples whose class was found.
  public var correct: Int { classes.indices.reduce(0) { $0 + confusion[$1 * classes.count + $1] } }
  /// Share of the samples whose class was found.
  public var accuracy: Double { Double(correct) / Double(max(1, count)) }

  /// The share found of a class; nil when it has no samples.
  public func recall(_ index: Int) -> Double? {
    let row = confusion[index * classes.count..<(index + 1) * classes.count]
    let total = row.reduce(0, +)
    return total == 0 ? nil : Double(confusion[index * classes.count + index]) / Double(total)
  }
}
