import CKernels

/// A block of one or two channels, with the samples before it: FORMAT.md, "Sound: without loss", "Fast".
final class PlainSoundBlock {
  static let frames = Int(sound_plain_block)
  /// Most bytes of a channel in a block beside its residuals.
  static let sideBytes = 80
  private static let order = Int(sound_plain_order)
  private static let stride = order + frames
  private static let pairBits: Int32 = 2
  private static let orderBits: Int32 = 6
  private static let shiftBits: Int32 = 5

  private let ranges: [ClosedRange<Int32>]
  /// Left, right, middle, side: of each the latest samples of the block before, then those of the block.
  private let planes: UnsafeMutablePointer<Int32>
  private let residuals: UnsafeMutablePointer<Int32>
  /// 32 times the means of the numbers that code residuals.
  private var means: [UInt64]

  init(ranges: [ClosedRange<Int32>]) {
    self.ranges = ranges
    planes = .allocate(capacity: 4 * Self.stride)
    planes.initialize(repeating: 0, count: 4 * Self.stride)
    residuals = .allocate(capacity: Self.frames)
    residuals.initialize(repeating: 0, count: Self.frames)
    means = ranges.map { _ in 1 << 11 }
  }

  deinit {
    planes.deallocate()
    residuals.deallocate()
  }

  /// The samples of a channel in the block.
  func samples(_ channel: Int) -> UnsafeMutablePointer<Int32> {
    planes + channel * Self.stride + Self.order
  }

  /// Whether middle and side of any samples have 32 bits.
  private var allowsMiddle: Bool {
    ranges.count == 2 && ranges.allSatisfy { $0.lowerBound >= -(1 << 30) && $0.upperBound < 1 << 30 }
  }

  /// Writes the block, whose samples are in place.
  func write(_ count: Int, to writer: inout SoundBitWriter) {
    var pair = PlainSoundPair.leftRight
    var predictors = [SoundPredictor](repeating: SoundPredictor(), count: 4)
    if allowsMiddle { makeMiddle(-Self.order..<count) }
    let costs = (0..<(allowsMiddle ? 4 : ranges.count)).map { plane in
      sound_plain_choose(&predictors[plane], samples(plane), count)
    }
    if allowsMiddle {
      func cost(_ pair: PlainSoundPair) -> Int64 { pair.planes.reduce(0) { $0 + costs[$1] } }
      for other in PlainSoundPair.allCases where cost(other) < cost(pair) { pair = other }
    }
    if ranges.count == 2 { sound_rice_put(&writer, pair.rawValue, Self.pairBits) }
    for (place, plane) in pair.planes.prefix(ranges.count).enumerated() {
      write(predictors[plane], to: &writer)
      sound_plain_residuals(&predictors[plane], samples(plane), residuals, count)
      sound_rice_write(&writer, &means[place], residuals, count)
    }
    close(count)
  }

  /// Reads a block to its place; false when it is none.
  func read(_ count: Int, from reader: inout SoundBitReader) -> Bool {
    var pair = PlainSoundPair.leftRight
    if ranges.count == 2 {
      pair = PlainSoundPair(rawValue: sound_rice_get(&reader, Self.pairBits)) ?? .leftRight
      makeMiddle(-Self.order..<0)
    }
    for (place, plane) in pair.planes.prefix(ranges.count).enumerated() {
      guard var predictor = Self.predictor(from: &reader) else { return false }
      sound_rice_read(&reader, &means[place], samples(plane), count)
      sound_plain_restore(&predictor, samples(plane), count)
    }
    pair.restore(count, left: samples(0), right: samples(1), middle: samples(2), side: samples(3))
    close(count)
    return ranges.indices.allSatisfy { channel in
      UnsafeBufferPointer(start: samples(channel), count: count).allSatisfy { ranges[channel].contains($0) }
    }
  }

  /// Middle and side of left and right.
  private func makeMiddle(_ frames: Range<Int>) {
    let (left, right, middle, side) = (samples(0), samples(1), samples(2), samples(3))
    for frame in frames {
      // Only a damaged file has samples for which this is more than 32 bits.
      middle[frame] = Int32(truncatingIfNeeded: (Int(left[frame]) + Int(right[frame])) >> 1)
      side[frame] = left[frame] &- right[frame]
    }
  }

  /// The last samples stand before the next block.
  private func close(_ count: Int) {
    for channel in ranges.indices {
      let samples = samples(channel)
      (samples - Self.order).update(from: samples + count - Self.order, count: Self.order)
    }
  }

  private func write(_ predictor: SoundPredictor, to writer: inout SoundBitWriter) {
    sound_rice_put(&writer, UInt32(predictor.order), Self.orderBits)
    guard predictor.order > 0 else { return }
    sound_rice_put(&writer, UInt32(predictor.shift), Self.shiftBits)
    withUnsafeBytes(of: predictor.coefficients) { bytes in
      for coefficient in bytes.bindMemory(to: Int32.self).prefix(Int(predictor.order)) {
        let bits = UInt32(bitPattern: coefficient) & (1 << sound_plain_precision - 1)
        sound_rice_put(&writer, bits, Int32(sound_plain_precision))
      }
    }
  }

  /// Nil when there is none of this order or shift.
  private static func predictor(from reader: inout SoundBitReader) -> SoundPredictor? {
    var predictor = SoundPredictor()
    predictor.order = Int32(sound_rice_get(&reader, orderBits))
    guard predictor.order > 0 else { return predictor }
    predictor.shift = Int32(sound_rice_get(&reader, shiftBits))
    guard predictor.order <= order, predictor.shift <= sound_plain_most_shift else { return nil }
    let unused = Int32.bitWidth - Int(sound_plain_precision)
    withUnsafeMutableBytes(of: &predictor.coefficients) { bytes in
      let coefficients = bytes.bindMemory(to: Int32.self)
      for tap in 0..<Int(predictor.order) {
        let bits = sound_rice_get(&reader, Int32(sound_plain_precision))
        coefficients[tap] = Int32(bitPattern: bits << unused) >> unused
      }
    }
    return predictor
  }
}
