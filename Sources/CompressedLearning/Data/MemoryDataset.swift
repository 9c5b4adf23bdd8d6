import Bytes

/// A data set whose arrays are all in memory: what is learned from more than once is decoded once.
public final class MemoryDataset: LearningDataset {
  public let classes: [String]
  private let keys: [String]
  private let labels: [Int?]
  private let arrays: [LatentArray]
  private let source: any LearningDataset

  /// Reads everything. Throws what reading throws; `limitExceeded` for more than `limits.audioSamples` numbers.
  public init(
    _ dataset: some LearningDataset, threads: Int = 1, limits: Limits = .standard
  ) throws(CodecError) {
    if dataset.count > 0 {
      let numbers = try dataset.array(0).count
      guard dataset.count <= limits.audioSamples / max(1, numbers) * 4 else {
        throw .limitExceeded("\(dataset.count) samples of \(numbers) numbers are too many to hold in memory")
      }
    }
    arrays = try ParallelMap.run(count: dataset.count, threads: threads) { (index) throws(CodecError) in
      try dataset.array(index)
    }
    keys = (0..<dataset.count).map(dataset.key)
    labels = (0..<dataset.count).map(dataset.label)
    classes = dataset.classes
    source = dataset
  }

  public var count: Int { arrays.count }
  public func key(_ index: Int) -> String { keys[index] }
  public func label(_ index: Int) -> Int? { labels[index] }
  public func array(_ index: Int) -> LatentArray { arrays[index] }
  public func flipped(_ array: LatentArray) -> LatentArray? { source.flipped(array) }
}
