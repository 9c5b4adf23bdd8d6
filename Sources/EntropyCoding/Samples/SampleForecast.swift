/// What is known of a sample before it is coded.
struct SampleForecast {
  /// The two predictions and their mean, in 1/16.
  var first: Int
  var second: Int
  var mean: Int
  /// 2^10 times the units of the distribution function in 1/16 of a sample.
  var sharpness: Int
  /// Quarter octaves of the errors around.
  var level: Int

  /// The sample that residuals are counted from: the nearest to the mean, or in drawings the median.
  var nearest: Int
  /// Which weights the experts have here.
  var weightSet: Int { level &>> 2 }

  static let levelCount = 80
  static let weightSetCount = levelCount / 4

  /// - Parameters:
  ///   - first, second: predictions in 1/16, inside the range of samples.
  ///   - energy: weighted sum of the errors around, 8 times 1/16 of a sample.
  @inline(__always)
  init(first: Int, second: Int, energy: Int) {
    self.first = first
    self.second = second
    mean = (first &+ second) &>> 1
    let size = energy &+ (first &- second).magnitude.asInt &>> 1 &+ 6
    sharpness = 5 << 23 / size
    let octave = Int.bitWidth &- 3 &- size.leadingZeroBitCount
    level = min(octave &* 4 &+ (size &>> octave) & 3, Self.levelCount &- 1)
    nearest = (mean &+ 8) &>> 4
  }

  /// The distribution functions around the three predictions at `threshold` in 1/16 of a sample, in 2^-22.
  @inline(__always)
  func distributions(_ threshold: Int, _ tables: SampleTables) -> SIMD4<Int> {
    let narrow = sharpness &+ (sharpness &* 3) &>> 2
    return SIMD4(
      tables.distribution(((threshold &- first) &* sharpness) &>> 10),
      tables.distribution(((threshold &- second) &* sharpness) &>> 10),
      tables.distribution(((threshold &- mean) &* narrow) &>> 10), 0)
  }
}

extension UInt {
  @inline(__always)
  fileprivate var asInt: Int { Int(bitPattern: self) }
}
