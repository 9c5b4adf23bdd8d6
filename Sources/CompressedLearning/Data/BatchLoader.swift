import Bytes

/// The samples of a data set in batches, epoch by epoch, the next ones prepared while the last ones are learned from.
///
/// What is in a batch follows from the seed, the number of the epoch and the data alone: not from threads or their speed.
public struct BatchLoader<Dataset: LearningDataset>: Sendable {
  public struct Options: Sendable {
    /// Samples of a batch, at least 1; the last one of an epoch may have fewer.
    public var size = 64
    public var seed: UInt64 = 0
    /// Whether samples come in an order of their own in every epoch.
    public var shuffles = true
    /// Whether the last batch is left out when it is not full.
    public var dropsLast = false
    public var augmentation = Augmentation()
    /// Whether samples are changed at random; else windows lie in the middle.
    public var augments = true
    /// What makes floats of symbols; nil: integers only.
    public var normalization: Normalization?
    /// Threads that prepare samples.
    public var threads = 2
    /// Batches that are ready at most, before they are asked for.
    public var prefetched = 2

    public init() {}
  }

  public let dataset: Dataset
  public let options: Options
  /// The samples of the data set that there are batches of.
  public let indices: [Int]

  /// - Parameter indices: a part of the data set; nil for all.
  public init(_ dataset: Dataset, _ options: Options = Options(), indices: [Int]? = nil) {
    precondition(options.size >= 1 && options.threads >= 1 && options.prefetched >= 1, "options of a loader")
    (self.dataset, self.options) = (dataset, options)
    self.indices = indices ?? Array(0..<dataset.count)
  }

  /// Batches of an epoch.
  public var batchCount: Int {
    options.dropsLast ? indices.count / options.size : (indices.count + options.size - 1) / options.size
  }

  /// The batches of an epoch, the first of which has the number 0.
  public func epoch(_ number: Int) -> Prefetcher<Batch> {
    var order = indices
    if options.shuffles {
      var random = SplitMix64(seed: Self.seed(options.seed, number, -1))
      order.shuffle(using: &random)
    }
    let shuffled = order
    return Prefetcher(count: batchCount, ahead: options.prefetched) { [self] (index) throws(CodecError) in
      let end = min((index + 1) * options.size, shuffled.count)
      return try batch(Array(shuffled[index * options.size..<end]), epoch: number)
    }
  }

  /// A batch of these samples, as it is in that epoch. Throws what reading throws; `invalidParameter` for samples of different
  /// shapes, without any numbers, or of other channels than are normalised.
  public func batch(_ indices: [Int], epoch: Int) throws(CodecError) -> Batch {
    let samples = try ParallelMap.run(count: indices.count, threads: options.threads) {
      (place) throws(CodecError) in
      let array = try changed(indices[place], epoch: epoch)
      return (array, options.normalization.map { $0(array) } ?? [])
    }
    for (index, sample) in zip(indices, samples) where sample.0.shape != samples[0].0.shape {
      throw .invalidParameter(
        "\(dataset.key(index)): has the shape \(sample.0.shape), other samples \(samples[0].0.shape); "
          + "a window makes them equal")
    }
    return Batch(
      shape: [indices.count] + (samples.first?.0.shape ?? []), indices: indices,
      labels: indices.map(dataset.label),
      symbols: samples.flatMap { $0.0.symbols }, steps: samples.map { $0.0.step },
      values: samples.flatMap { $0.1 })
  }

  private func changed(_ index: Int, epoch: Int) throws(CodecError) -> LatentArray {
    let array = try dataset.array(index)
    let channels = options.normalization?.means.count ?? array.channels
    guard array.count > 0, array.channels == channels else {
      throw .invalidParameter(
        "\(dataset.key(index)): has the shape \(array.shape); \(channels) channels of at least one number are wanted"
      )
    }
    guard options.augments else { return options.augmentation.centred(array) }
    // Every sample has random numbers of its own, whoever prepares it.
    var random = SplitMix64(seed: Self.seed(options.seed, epoch, index))
    return options.augmentation.changed(array, of: dataset, random: &random)
  }

  private static func seed(_ seed: UInt64, _ epoch: Int, _ index: Int) -> UInt64 {
    var mixed = SplitMix64(seed: seed)
    mixed = SplitMix64(seed: mixed.next() ^ UInt64(bitPattern: Int64(epoch)))
    mixed = SplitMix64(seed: mixed.next() ^ UInt64(bitPattern: Int64(index)))
    return mixed.next()
  }
}
