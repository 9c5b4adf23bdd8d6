import Bytes
import Media
import Testing

@testable import CompressedLearning

struct BatchLoaderTests {
  private static func batches(
    _ dataset: MemoryDataset, epoch: Int, threads: Int = 1,
    _ change: (inout BatchLoader<MemoryDataset>.Options) -> Void
  ) throws -> [Batch] {
    var options = BatchLoader<MemoryDataset>.Options()
    options.size = 4
    options.threads = threads
    change(&options)
    let batches = BatchLoader(dataset, options).epoch(epoch)
    var result: [Batch] = []
    while let batch = try batches.next() { result.append(batch) }
    #expect(try batches.next() == nil)
    return result
  }

  @Test func everySampleOnceAndTheSameOnAnyThreads() throws {
    let folder = try LearningFolder()
    try folder.writeStripes(count: 5)
    let dataset = try MemoryDataset(LatentDataset([folder.path]))
    let normalization = Normalization(try ChannelStatistics(of: dataset), compands: true)
    var orders: Set<[Int]> = []
    for epoch in 0..<3 {
      let first = try Self.batches(dataset, epoch: epoch) {
        $0.normalization = normalization
        $0.augmentation.shift = 2
      }
      let second = try Self.batches(dataset, epoch: epoch, threads: 3) {
        $0.normalization = normalization
        $0.augmentation.shift = 2
        $0.prefetched = 1
      }
      #expect(first == second)
      #expect(first.map(\.indices.count) == [4, 4, 2] && first[0].shape == [4, 12, 6, 8])
      #expect(first.flatMap(\.indices).sorted() == Array(0..<10))
      #expect(first[0].labels == first[0].indices.map(dataset.label))
      orders.insert(first.flatMap(\.indices))
    }
    #expect(orders.count == 3)
    #expect(try Self.batches(dataset, epoch: 0) { $0.dropsLast = true }.count == 2)
    let plain = try Self.batches(dataset, epoch: 7) { $0.shuffles = false }
    #expect(plain.flatMap(\.indices) == Array(0..<10) && plain[0].values.isEmpty)
    #expect(plain[0].symbols == (0..<4).flatMap { dataset.array($0).symbols })
  }

  @Test func windowsLieInTheGrid() throws {
    let array = LatentArray(
      channels: 2, height: 5, width: 7, symbols: (0..<70).map { Int16($0) }, step: 1)
    #expect(
      array.window(x: 1, y: 2, width: 3, height: 2).symbols == [
        15, 16, 17, 22, 23, 24, 50, 51, 52, 57, 58, 59,
      ])
    #expect(array.window(x: -1, y: 4, width: 2, height: 2).symbols == [28, 28, 28, 28, 63, 63, 63, 63])
    let dataset = TestDataset(arrays: [array], labels: [0], classes: ["a"])
    var augmentation = Augmentation()
    augmentation.window = (3, 4)
    var random = SplitMix64(seed: 3)
    for _ in 0..<50 {
      let part = augmentation.changed(array, of: dataset, random: &random)
      let first = Int(part.symbols[0])
      let (y, x) = (first / 7, first % 7)
      #expect(y <= 2 && x <= 3 && part == array.window(x: x, y: y, width: 4, height: 3))
    }
    #expect(augmentation.centred(array) == array.window(x: 1, y: 1, width: 4, height: 3))
  }

  @Test func statisticsAndNormalization() throws {
    let arrays = [[1, 1, 3, 3, 5, 5, 5, 5], [1, 3, 1, 3, 5, 5, 5, 5]].map {
      LatentArray(channels: 2, height: 2, width: 2, symbols: $0.map { Int16($0) }, step: 0.5)
    }
    let dataset = TestDataset(arrays: arrays, labels: [0, 1], classes: ["a", "b"])
    let statistics = try ChannelStatistics(of: dataset)
    #expect(statistics.means == [1, 2.5] && statistics.deviations == [0.5, 1])
    #expect(statistics.ranges == [1...3, 5...5] && statistics.zeros == [0, 0] && statistics.count == 2)
    #expect(abs(statistics.entropies[0] - 1) < 1e-12 && statistics.entropies[1] == 0)
    #expect(Normalization(statistics)(arrays[0]) == [-1, -1, 1, 1, 0, 0, 0, 0])
    let companded = Normalization(statistics, compands: true)
    for value: Float in [-3, -0.1, 0, 2] {
      #expect(abs(companded.coefficient(companded.value(value, channel: 1), channel: 1) - value) < 1e-5)
    }
    let other = TestDataset(
      arrays: [arrays[0], LatentArray(channels: 1, height: 1, width: 1, symbols: [0], step: 1)],
      labels: [0, 1],
      classes: ["a", "b"])
    #expect(throws: CodecError.self) { try ChannelStatistics(of: other) }
    #expect(throws: CodecError.self) { try BatchLoader(other).batch([0, 1], epoch: 0) }
    // Data that are normalised as others were may have other channels, and sounds no columns.
    var options = BatchLoader<TestDataset>.Options()
    options.normalization = Normalization(statistics)
    #expect(throws: CodecError.self) { try BatchLoader(other, options).batch([1], epoch: 0) }
    let empty = LatentArray(channels: 2, height: 1, width: 0, symbols: [], step: 1)
    options.augmentation.window = (1, 1)
    let nothing = TestDataset(arrays: [empty], labels: [0], classes: ["a"])
    #expect(throws: CodecError.self) { try BatchLoader(nothing, options).batch([0], epoch: 0) }
  }

  @Test func pixelsAreMeansOnTheGridOfLatents() throws {
    let image = LearningFolder.stripes(false, seed: 4, width: 24, height: 16)
    let array = PixelDataset.array(image, factor: 4)
    #expect(array.shape == [12, 2, 3] && array.step == 1 / 16)
    guard case .eight(let samples) = image.samples else { return }
    // The second colour of pixels 4 to 7 across and 8 to 11 down: channel 4 + 1, position 3 of the grid.
    let square = (8..<12).flatMap { y in (4..<8).map { x in Int(samples[3 * (y * 24 + x) + 1]) - 128 } }
    #expect(Int(array.symbols[5 * 6 + 3]) == square.reduce(0, +))
  }
}

/// Arrays as a data set.
struct TestDataset: LearningDataset {
  let arrays: [LatentArray]
  let labels: [Int?]
  let classes: [String]

  var count: Int { arrays.count }
  func key(_ index: Int) -> String { "\(index)" }
  func label(_ index: Int) -> Int? { labels[index] }
  func array(_ index: Int) -> LatentArray { arrays[index] }
  func flipped(_ array: LatentArray) -> LatentArray? { nil }
}
