import CodecInterface
import CompressedLearning

extension codec_batch {
  /// A copy that the caller frees.
  ///
  /// - Parameter normalized: whether its values are floats.
  init(_ batch: Batch, normalized: Bool) {
    self.init(
      values: normalized
        ? codec_array(batch.values, shape: batch.shape) : codec_array(batch.symbols, shape: batch.shape),
      labels: codec_array(batch.labels.map { Int64($0 ?? -1) }),
      indices: codec_array(batch.indices.map { Int64($0) }), steps: codec_array(batch.steps))
  }
}
