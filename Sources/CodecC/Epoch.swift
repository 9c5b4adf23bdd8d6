import Bytes
import CodecInterface
import CompressedLearning

/// The batches of an epoch, one after the other.
final class Epoch: Sendable {
  private let batches: Prefetcher<Batch>
  private let isNormalized: Bool

  init(_ loader: Loader, number: Int) {
    batches = loader.batches.epoch(number)
    isNormalized = loader.batches.options.normalization != nil
  }

  /// Nil at the end. Throws what reading throws.
  func next() throws(CodecError) -> codec_batch? {
    try batches.next().map { codec_batch($0, normalized: isNormalized) }
  }
}
