/// How a probe is learned.
public struct ProbeOptions: Sendable {
  public var kind = ProbeKind.patches
  /// Order of samples, first weights, what is changed at random.
  public var seed: UInt64 = 0
  /// Times that all samples are seen; of what is trained.
  public var epochs = 15
  /// Samples a step.
  public var batchSize = 64
  /// The highest step of AdamW: it rises over the first 30 % of the steps and falls to nothing as a cosine.
  public var learningRate: Float = 3e-3
  public var weightDecay: Float = 1e-2
  /// Both parameters of the beta distribution that tells how two samples are mixed (Zhang and others, "mixup", 2017); 0 mixes
  /// none.
  public var mixup = 0.0
  /// What of a label is spread over all classes, 0 to below 1.
  public var labelSmoothing: Float = 0
  public var augmentation = Augmentation()
  /// See `Normalization.compands`.
  public var compands = true
  /// Channels of a network's first convolution, w in `NetworkHead`; nil: 32, of patches 48.
  public var width: Int?
  /// Whether networks see the magnitudes of values, too.
  public var magnitudes = true
  /// Neighbours that vote.
  public var neighbours = 10
  /// Of ridge: the penalty over the mean square of a number, times the samples.
  public var ridge = 1.0
  public var threads = 1

  public init() {}
}
