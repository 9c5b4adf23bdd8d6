import Bytes
import Neural

/// A probe that was learned: what it takes, and what it knows.
public struct ProbeModel: Sendable {
  public let kind: ProbeKind
  /// Names of the classes, in the order of the scores.
  public let classes: [String]
  /// Channels, height, width of a sample.
  public let shape: [Int]
  public let normalization: Normalization
  /// How many times fewer pixels than a picture the samples are; nil: they are latents.
  public let pixelReduction: Int?
  let predictor: any Predictor

  /// Numbers of a sample.
  public var inputs: Int { shape.reduce(1, *) }

  /// Scores of samples, row-major [count, classes]: the largest one tells the class.
  ///
  /// - Parameter samples: normalised, row-major [count, channels, height, width]; others trap.
  public func scores(_ samples: [Float], threads: Int = 1) -> [Float] {
    precondition(samples.count % inputs == 0, "samples of another shape")
    return predictor.scores(samples, count: samples.count / inputs, threads: threads)
  }
}

/// What tells classes of samples.
protocol Predictor: Sendable {
  var kind: ProbeKind { get }
  /// Scores, row-major [count, classes].
  func scores(_ samples: [Float], count: Int, threads: Int) -> [Float]
  /// What there is to keep, by name.
  var tensors: [String: Tensor] { get }
}
