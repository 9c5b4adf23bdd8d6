import Bytes
import Media

/// Pictures scaled down to as many numbers as latents have: what learning from latents is measured against.
///
/// Every side is divided by a factor, by the mean of the pixels (of 8 bits, exactly); then squares of pixels become channels,
/// so that the array has the grid of the latents, 1/8, and the very same networks take it: [12, height / 8, width / 8] for
/// pictures of a 16th. Rows and columns that are missing at the end are those before them, as for latents.
public final class PixelDataset: LearningDataset {
  /// Pixels of a picture in a position of the grid, on a side.
  static let unit = 8

  public let classes: [String]
  /// How many times fewer numbers than samples: 4, 16 or 64.
  public let reduction: Int
  private let items: [(key: String, label: Int?, path: String)]
  private let factor: Int
  private let limits: Limits

  /// - Parameters:
  ///   - folders: with PNG, PGM, PPM and PAM pictures, anywhere below.
  ///   - reduction: 4, 16 or 64.
  ///   - classes: the classes of the data that was learned from; nil: the names that occur, sorted.
  /// - Throws: as `LatentDataset`.
  public init(
    _ folders: [String], reduction: Int = 16, labels: LabelSource = .folders, classes: [String]? = nil,
    limits: Limits = .standard
  ) throws(CodecError) {
    guard let factor = [2, 4, 8].first(where: { $0 * $0 == reduction }) else {
      throw .invalidParameter("pixels reduced \(reduction) times; 4, 16 and 64 times are possible")
    }
    let extensions = Set(ImageFormats.all.flatMap(\.fileExtensions))
    var found: [(key: String, label: String?, path: String)] = []
    for folder in folders {
      for relative in try FolderListing.files(below: folder, extensions: extensions) {
        found.append(
          (FolderListing.withoutExtension(relative), labels.label(relative), folder + "/" + relative))
      }
    }
    guard !found.isEmpty else { throw .invalidParameter("no pictures in \(folders)") }
    let names = ClassNames(found.map(\.label), fixed: classes)
    var items: [(key: String, label: Int?, path: String)] = []
    for item in found {
      items.append((item.key, try names.number(of: item.label, key: item.key), item.path))
    }
    (self.reduction, self.factor, self.limits, self.items) = (reduction, factor, limits, items)
    self.classes = names.names
  }

  public var count: Int { items.count }
  public func key(_ index: Int) -> String { items[index].key }
  public func label(_ index: Int) -> Int? { items[index].label }

  public func array(_ index: Int) throws(CodecError) -> LatentArray {
    do {
      let bytes = try RandomAccessFile(items[index].path, limits: limits).bytes()
      return Self.array(try ImageFormats.read(bytes, limits: limits), factor: factor)
    } catch {
      throw error.about(items[index].path)
    }
  }

  /// Sums of pixels, so that nothing is rounded; the step makes means of them, 0 in the middle of the range.
  static func array(_ image: Image, factor: Int) -> LatentArray {
    let (width, height) = ((image.width + unit - 1) / unit, (image.height + unit - 1) / unit)
    let side = unit / factor
    let count = image.channels.rawValue
    var symbols = [Int16](repeating: Int16(-128 * factor * factor), count: 3 * side * side * width * height)
    for y in 0..<height * unit {
      let row = min(y, image.height - 1)
      for x in 0..<width * unit {
        let pixel = (row * image.width + min(x, image.width - 1)) * count
        let place =
          (y / factor % side * side + x / factor % side) * height * width + y / unit * width + x / unit
        for colour in 0..<3 {
          let sample = pixel + (image.channels.colourCount == 3 ? colour : 0)
          let value =
            switch image.samples {
            case .eight(let samples): Int16(samples[sample])
            case .sixteen(let samples): Int16(samples[sample] >> 8)
            }
          symbols[colour * side * side * height * width + place] += value
        }
      }
    }
    return LatentArray(
      channels: 3 * side * side, height: height, width: width, symbols: symbols,
      step: 1 / Float(factor * factor))
  }

  /// Exact where the width of the picture is a multiple of 8.
  public func flipped(_ array: LatentArray) -> LatentArray? {
    let side = Self.unit / factor
    let plane = array.height * array.width
    let reversed = array.reversed
    var result = reversed
    for channel in 0..<array.channels {
      let column = channel % side
      let source = channel - column + side - 1 - column
      result.symbols.replaceSubrange(
        channel * plane..<(channel + 1) * plane, with: reversed.symbols[source * plane..<(source + 1) * plane]
      )
    }
    return result
  }
}
