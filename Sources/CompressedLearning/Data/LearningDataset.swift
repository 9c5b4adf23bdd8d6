import Bytes

/// Labelled samples that are read one by one, in any order, by any number of threads.
public protocol LearningDataset: Sendable {
  var count: Int { get }
  /// Names of the classes, in the order of their numbers.
  var classes: [String] { get }
  /// What a sample is called: unique in the data set.
  func key(_ index: Int) -> String
  /// The number of a sample's class; nil without a label.
  func label(_ index: Int) -> Int?
  /// The numbers of a sample. Throws `CodecError`; the message names the file.
  func array(_ index: Int) throws(CodecError) -> LatentArray
  /// The sample mirrored left to right; nil when the data set does not know how.
  func flipped(_ array: LatentArray) -> LatentArray?
}
