import Bytes

/// What stands in a group about one channel before its samples.
enum ChannelPlan: Equatable {
  /// The same samples as an earlier channel, 0 to 254.
  case copy(of: Int)
  /// Samples in units, all within a range; no more is written where that holds one number.
  case samples(unit: UInt32, range: ClosedRange<Int32>)

  private static let mostCopied = 255

  /// - Parameter earlier: the channels before it.
  init(_ samples: [Int32], earlier: ArraySlice<[Int32]>) {
    if let copied = earlier.prefix(Self.mostCopied).firstIndex(of: samples) {
      self = .copy(of: copied)
      return
    }
    let unit = Self.unit(of: samples)
    let lowest = samples.min() ?? 0
    let highest = samples.max() ?? 0
    self = .samples(
      unit: unit, range: Self.inUnits(lowest, unit)...Self.inUnits(highest, unit))
  }

  init(reading reader: inout ByteReader, channel: Int) throws(CodecError) {
    let copied = Int(try reader.read(UInt8.self, "copied channel"))
    if copied > 0 {
      guard copied <= channel else { throw .corruptData("channel \(channel) copies channel \(copied - 1)") }
      self = .copy(of: copied - 1)
      return
    }
    let unit = try reader.read(UInt32.self, "unit of a channel")
    let lowest = Int32(bitPattern: try reader.read(UInt32.self, "lowest sample"))
    let highest = Int32(bitPattern: try reader.read(UInt32.self, "highest sample"))
    let ends = [lowest, highest].map { Int64($0) * Int64(unit) }
    guard unit > 0, lowest <= highest, ends.allSatisfy({ Int32(exactly: $0) != nil }) else {
      throw .corruptData("channel \(channel): samples of \(lowest) to \(highest) units of \(unit)")
    }
    self = .samples(unit: unit, range: lowest...highest)
  }

  /// The inverse of `init(reading:)`.
  func write(to writer: inout ByteWriter) {
    switch self {
    case .copy(let channel): writer.write(UInt8(channel + 1))
    case .samples(let unit, let range):
      writer.write(UInt8(0))
      writer.write(unit)
      writer.write(UInt32(bitPattern: range.lowerBound))
      writer.write(UInt32(bitPattern: range.upperBound))
    }
  }

  /// The range of what is coded; nil where nothing is.
  var codedRange: ClosedRange<Int32>? {
    guard case .samples(_, let range) = self, range.count > 1 else { return nil }
    return range
  }

  /// Samples in units of the plan.
  func inUnits(_ samples: [Int32]) -> [Int32] {
    guard case .samples(let unit, _) = self, unit > 1 else { return samples }
    return samples.map { Self.inUnits($0, unit) }
  }

  /// The inverse of `inUnits`.
  func fromUnits(_ numbers: [Int32]) -> [Int32] {
    guard case .samples(let unit, _) = self, unit > 1 else { return numbers }
    // The range was checked.
    return numbers.map { Int32(truncatingIfNeeded: Int64($0) * Int64(unit)) }
  }

  private static func inUnits(_ sample: Int32, _ unit: UInt32) -> Int32 {
    Int32(truncatingIfNeeded: Int64(sample) / Int64(unit))
  }

  /// The greatest number that divides all samples; 1 if all are zero.
  private static func unit(of samples: [Int32]) -> UInt32 {
    var divisor: UInt32 = 0
    for sample in samples {
      var rest = sample.magnitude
      while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
      if divisor == 1 { break }
    }
    return max(divisor, 1)
  }
}
