import Bytes

extension ProbeModel {
  /// Samples at a time.
  private static var block: Int { 256 }

  /// The classes that samples are taken for.
  ///
  /// - Throws: what reading throws; `invalidParameter` for a sample of another shape.
  public func predictions(
    _ dataset: some LearningDataset, indices: [Int], threads: Int = 1
  ) throws(CodecError) -> [Int] {
    var result: [Int] = []
    for first in stride(from: 0, to: indices.count, by: Self.block) {
      let part = Array(indices[first..<min(first + Self.block, indices.count)])
      let samples = try ParallelMap.run(count: part.count, threads: threads) { (place) throws(CodecError) in
        try values(dataset.array(part[place]), key: dataset.key(part[place]))
      }
      let scores = scores(samples.flatMap { $0 }, threads: threads)
      for row in part.indices {
        let own = scores[row * classes.count..<(row + 1) * classes.count]
        let best = own.indices.max { (own[$0], $1) < (own[$1], $0) } ?? own.startIndex
        result.append(best - own.startIndex)
      }
    }
    return result
  }

  /// The numbers of a sample; of a larger one those in the middle.
  private func values(_ array: LatentArray, key: String) throws(CodecError) -> [Float] {
    var augmentation = Augmentation()
    augmentation.window = (shape[1], shape[2])
    guard array.channels == shape[0], array.height >= shape[1], array.width >= shape[2] else {
      throw .invalidParameter("\(key): has the shape \(array.shape); the probe takes \(shape)")
    }
    return normalization(augmentation.centred(array))
  }
}
