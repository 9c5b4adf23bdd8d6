import Bytes
import CodecInterface
import CompressedLearning

/// Batches of a data set, as options in C ask for them.
final class Loader: Sendable {
  let batches: BatchLoader<LatentDataset>

  /// The longest side of a window, and the farthest that samples are moved.
  private static let longest = 1 << 16

  /// Throws `invalidParameter`.
  init(_ dataset: LatentDataset, _ asked: codec_loader_options) throws(CodecError) {
    var options = BatchLoader<LatentDataset>.Options()
    guard asked.size >= 1, asked.prefetched >= 1 else {
      throw .invalidParameter(
        "batches of \(asked.size) samples, \(asked.prefetched) ahead; at least 1 of each")
    }
    options.size = Int(asked.size)
    options.prefetched = Int(asked.prefetched)
    options.threads = try ThreadCount.checked(asked.threads)
    options.seed = asked.seed
    options.shuffles = asked.shuffles != 0
    options.dropsLast = asked.drops_last != 0
    options.augments = asked.augments != 0
    options.augmentation.flips = asked.flips != 0
    let (height, width, shift) = (Int(asked.window_height), Int(asked.window_width), Int(asked.shift))
    guard (0...Self.longest).contains(shift),
      height == 0 && width == 0
        || (1...Self.longest).contains(height) && (1...Self.longest).contains(width)
    else { throw .invalidParameter("windows of \(height)x\(width), moved by \(shift)") }
    options.augmentation.shift = shift
    if height > 0 { options.augmentation.window = (height: height, width: width) }
    options.normalization = try Self.normalization(asked)
    batches = BatchLoader(dataset, options)
  }

  private static func normalization(_ asked: codec_loader_options) throws(CodecError) -> Normalization? {
    guard let table = asked.statistics else { return nil }
    let channels = Int(asked.channels)
    let values = Array(UnsafeBufferPointer(start: table, count: 2 * channels))
    guard values.allSatisfy(\.isFinite), values.dropFirst(channels).allSatisfy({ $0 > 0 }) else {
      throw .invalidParameter("statistics: a value is not finite, or a deviation not above 0")
    }
    return Normalization(
      means: Array(values.prefix(channels)), deviations: Array(values.dropFirst(channels)),
      compands: asked.compands != 0)
  }
}
