import Bytes

/// What is changed at random in samples that are learned from, in the grid of the latents.
public struct Augmentation: Equatable, Sendable {
  /// Rows and columns of a window; nil: those of the sample.
  public var window: (height: Int, width: Int)?
  /// Positions that a window without a size of its own moves by, at most, either way; what comes in is the border repeated.
  public var shift = 0
  /// Whether every other sample is mirrored, see `LatentFlip`. No flip where the data set knows none.
  public var flips = false

  public init() {}

  /// Without randomness: the window in the middle.
  func centred(_ array: LatentArray) -> LatentArray {
    guard let window else { return array }
    return array.window(
      x: (array.width - window.width) / 2, y: (array.height - window.height) / 2, width: window.width,
      height: window.height)
  }

  func changed(
    _ array: LatentArray, of dataset: some LearningDataset, random: inout SplitMix64
  ) -> LatentArray {
    let flip = flips && Bool.random(using: &random)
    let mirrored = flip ? dataset.flipped(array) ?? array : array
    if let window {
      // A window larger than the sample lies in its middle.
      func place(_ size: Int, _ part: Int) -> Int {
        size > part ? Int.random(in: 0...size - part, using: &random) : (size - part) / 2
      }
      let (x, y) = (place(array.width, window.width), place(array.height, window.height))
      return mirrored.window(x: x, y: y, width: window.width, height: window.height)
    }
    guard shift > 0 else { return mirrored }
    let x = Int.random(in: -shift...shift, using: &random)
    let y = array.height == 1 ? 0 : Int.random(in: -shift...shift, using: &random)
    return mirrored.window(x: x, y: y, width: array.width, height: array.height)
  }

  public static func == (a: Augmentation, b: Augmentation) -> Bool {
    a.window?.height == b.window?.height && a.window?.width == b.window?.width && a.shift == b.shift
      && a.flips == b.flips
  }
}
