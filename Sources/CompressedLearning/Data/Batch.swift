/// Samples that are learned from together.
public struct Batch: Equatable, Sendable {
  /// Samples, channels, height, width.
  public let shape: [Int]
  /// Which samples of the data set they are.
  public let indices: [Int]
  /// Numbers of their classes; nil without a label.
  public let labels: [Int?]
  /// Row-major, `shape`.
  public let symbols: [Int16]
  /// The step of each sample.
  public let steps: [Float]
  /// Row-major, `shape`: normalised; empty when no normalization was asked for.
  public let values: [Float]
}
