import Bytes
import Foundation

/// Learns a probe of a data set.
public struct ProbeTraining: Sendable {
  /// Where learning is.
  public struct Progress: Sendable {
    public let epoch: Int
    public let epochs: Int
    /// Mean cross-entropy over the epoch, in nats.
    public let loss: Double
  }

  private let dataset: MemoryDataset
  private let options: ProbeOptions
  private let pixelReduction: Int?
  private let indices: [Int]

  /// - Parameters:
  ///   - dataset: samples without a label are left out.
  ///   - pixelReduction: of a data set of pixels.
  /// - Throws: `invalidParameter` when there are not two classes with samples.
  public init(
    _ dataset: MemoryDataset, _ options: ProbeOptions, pixelReduction: Int? = nil
  ) throws(CodecError) {
    (self.dataset, self.options, self.pixelReduction) = (dataset, options, pixelReduction)
    indices = (0..<dataset.count).filter { dataset.label($0) != nil }
    guard Set(indices.compactMap(dataset.label)).count >= 2 else {
      throw .invalidParameter("samples of fewer than two classes; labels are names of folders, or a table")
    }
  }

  /// The same result at any number of threads. Throws `invalidParameter` for samples of different shapes, and for numbers that
  /// least squares cannot do with.
  public func run(progress: (Progress) -> Void = { _ in }) throws(CodecError) -> ProbeModel {
    Matrix.useOneThread()
    let statistics = try ChannelStatistics(of: dataset, indices: indices, threads: options.threads)
    let normalization = Normalization(statistics, compands: options.compands)
    var loading = BatchLoader<MemoryDataset>.Options()
    loading.size = options.kind.isTrained ? options.batchSize : indices.count
    loading.seed = options.seed
    loading.shuffles = options.kind.isTrained
    loading.dropsLast = options.kind.isTrained && indices.count > options.batchSize
    loading.augments = options.kind.isTrained
    loading.augmentation = options.augmentation
    loading.normalization = normalization
    loading.threads = options.threads
    let loader = BatchLoader(dataset, loading, indices: indices)
    let shape = Array(try loader.batch([indices[0]], epoch: 0).shape.dropFirst())
    return ProbeModel(
      kind: options.kind, classes: dataset.classes, shape: shape, normalization: normalization,
      pixelReduction: pixelReduction, predictor: try predictor(loader, shape, progress))
  }

  private func predictor(
    _ loader: BatchLoader<MemoryDataset>, _ shape: [Int], _ progress: (Progress) -> Void
  ) throws(CodecError) -> any Predictor {
    let (inputs, classes) = (shape.reduce(1, *), dataset.classes.count)
    if options.kind.isTrained {
      let head: any TrainableHead =
        options.kind == .logistic
        ? LinearHead(inputs: inputs, classes: classes)
        : NetworkHead(
          kind: options.kind, shape: shape, width: options.width ?? (options.kind == .patches ? 48 : 32),
          classes: classes,
          magnitudes: options.magnitudes, threads: options.threads)
      return TrainedPredictor(
        kind: options.kind, head: head, parameters: try train(head, loader, progress))
    }
    let batch = try loader.batch(loader.indices, epoch: 0)
    let labels = batch.labels.compactMap { $0 }
    switch options.kind {
    case .bayes: return BayesPredictor(batch.values, labels: labels, inputs: inputs, classes: classes)
    case .neighbours:
      return NeighboursPredictor(
        samples: batch.values, labels: labels, classes: classes, neighbours: options.neighbours)
    default:
      guard
        let ridge = LinearPredictor(
          batch.values, labels: labels, inputs: inputs, classes: classes, strength: options.ridge)
      else { throw .invalidParameter("least squares of strength \(options.ridge) have no solution") }
      return ridge
    }
  }

  private func train(
    _ head: any TrainableHead, _ loader: BatchLoader<MemoryDataset>, _ progress: (Progress) -> Void
  ) throws(CodecError) -> [Float] {
    var random = SplitMix64(seed: options.seed ^ 0x6D69_7875_70)
    var parameters = head.initial(seed: options.seed)
    var optimizer = AdamW(parameterCount: head.parameterCount)
    let steps = options.epochs * loader.batchCount
    var step = 0
    for epoch in 0..<options.epochs {
      let batches = loader.epoch(epoch)
      var loss = 0.0
      while let batch = try batches.next() {
        var values = batch.values
        var targets = self.targets(batch.labels.compactMap { $0 }, classes: head.classes)
        if options.mixup > 0 {
          Mixup.mix(&values, &targets, count: batch.indices.count, alpha: options.mixup, random: &random)
        }
        let result = head.gradient(parameters, values, targets: targets, count: batch.indices.count)
        loss += result.loss
        optimizer.step(
          &parameters, result.gradient, rate: options.learningRate * Self.share(step, of: steps),
          weightDecay: options.weightDecay)
        step += 1
      }
      progress(
        Progress(epoch: epoch + 1, epochs: options.epochs, loss: loss / Double(max(1, loader.batchCount))))
    }
    return parameters
  }

  /// Rows of 1 at the class, smoothed.
  private func targets(_ labels: [Int], classes: Int) -> [Float] {
    var targets = [Float](repeating: options.labelSmoothing / Float(classes), count: labels.count * classes)
    for (row, label) in labels.enumerated() { targets[row * classes + label] += 1 - options.labelSmoothing }
    return targets
  }

  /// Share of the highest rate: up over the first 30 %, then down as a cosine (Smith and Topin, "Super-convergence", 2018).
  static func share(_ step: Int, of steps: Int) -> Float {
    let position = (Double(step) + 0.5) / Double(max(1, steps))
    if position < 0.3 { return Float(0.04 + 0.96 * position / 0.3) }
    return Float(0.5 + 0.5 * cos(Double.pi * (position - 0.3) / 0.7))
  }
}
