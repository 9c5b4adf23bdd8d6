/// One band of a transformed plane and its place in the mosaic.
public struct Subband: Equatable, Sendable {
  /// Which half of each axis the last split kept. The raw value is the digit of a packet channel.
  public enum Orientation: Int, Sendable, CaseIterable {
    /// Low along both axes (LL).
    case low
    /// High along the height (LH): what horizontal edges leave, bottom left.
    case highAlongHeight
    /// High along the width (HL): what vertical edges leave, top right.
    case highAlongWidth
    /// High along both axes (HH), bottom right.
    case highAlongBoth
  }

  /// How many splits led here: 1 for the finest bands, 0 for a plane that was not split.
  public let level: Int
  /// What the last split kept; `.low` for a plane that was not split.
  public let orientation: Orientation
  /// Left edge in the mosaic, in samples.
  public let x: Int
  /// Top edge in the mosaic, in samples.
  public let y: Int
  /// Coefficients in a row; 0 where a line of one sample has no high half.
  public let width: Int
  /// Rows; 0 where a line of one sample has no high half.
  public let height: Int

  public init(level: Int, orientation: Orientation, x: Int, y: Int, width: Int, height: Int) {
    self.level = level
    self.orientation = orientation
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The four parts that splitting this band leaves.
  public var split: SubbandQuad<Subband> {
    let (left, top) = ((width + 1) / 2, (height + 1) / 2)
    func part(_ orientation: Orientation, right: Bool, bottom: Bool) -> Subband {
      Subband(
        level: level + 1, orientation: orientation, x: right ? x + left : x, y: bottom ? y + top : y,
        width: right ? width - left : left, height: bottom ? height - top : top)
    }
    return SubbandQuad(
      low: part(.low, right: false, bottom: false),
      highAlongHeight: part(.highAlongHeight, right: false, bottom: true),
      highAlongWidth: part(.highAlongWidth, right: true, bottom: false),
      highAlongBoth: part(.highAlongBoth, right: true, bottom: true))
  }

  /// A plane that was not split.
  static func whole(width: Int, height: Int) -> Subband {
    Subband(level: 0, orientation: .low, x: 0, y: 0, width: width, height: height)
  }

  /// The four bands of one level of a plane.
  static func quadrants(width: Int, height: Int) -> SubbandQuad<Subband> {
    whole(width: width, height: height).split
  }

  /// The samples of this band, row by row, from a contiguous mosaic whose rows have `width` samples.
  func samples<Sample>(of mosaic: [Sample], width stride: Int) -> [Sample] {
    var samples: [Sample] = []
    samples.reserveCapacity(width * height)
    for row in 0..<height {
      let start = (y + row) * stride + x
      samples += mosaic[start..<start + width]
    }
    return samples
  }

  /// The inverse of `samples`.
  func put<Sample>(_ samples: [Sample], into mosaic: PlaneView<Sample>) {
    precondition(samples.count == width * height, "a band of the wrong size")
    let place = mosaic.subplane(self)
    samples.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for row in 0..<height { place.row(row).update(from: base + row * width, count: width) }
    }
  }
}
