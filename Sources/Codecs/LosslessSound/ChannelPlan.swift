import Bytes

/// What stands in a group about one channel before its samples.
enum ChannelPlan: Equatable {
  /// The same samples as an earlier channel, 0 to 254.
  case copy(of: Int)
  /// Samples in units, all within a range; no more is written where that holds one number.
  case samples(unit: UInt32, range: ClosedRange<Int32>)
  /// Samples that have few values, 2 or more in ascending order: their places, counted from the first that is not negative.
  case listed([Int32])

  private static let mostCopied = 255
  private static let mostListed = 1 << 13
  /// The unit that stands for a list.
  private static let listUnit: UInt32 = 0

  /// - Parameter earlier: the channels before it.
  init(_ samples: [Int32], earlier: ArraySlice<[Int32]>) {
    if let copied = earlier.prefix(Self.mostCopied).firstIndex(of: samples) {
      self = .copy(of: copied)
      return
    }
    let unit = Self.unit(of: samples)
    let lowest = samples.min() ?? 0
    let highest = samples.max() ?? 0
    let range = Self.inUnits(lowest, unit)...Self.inUnits(highest, unit)
    let values = Self.values(of: samples, atMost: min(Self.mostListed, range.count / 2, samples.count / 16))
    self = values.map { .listed($0) } ?? .samples(unit: unit, range: range)
  }

  init(reading reader: inout ByteReader, channel: Int) throws(CodecError) {
    let copied = Int(try reader.read(UInt8.self, "copied channel"))
    if copied > 0 {
      guard copied <= channel else { throw .corruptData("channel \(channel) copies channel \(copied - 1)") }
      self = .copy(of: copied - 1)
      return
    }
    let unit = try reader.read(UInt32.self, "unit of a channel")
    guard unit != Self.listUnit else {
      self = .listed(try Self.list(reading: &reader))
      return
    }
    let lowest = Int32(bitPattern: try reader.read(UInt32.self, "lowest sample"))
    let highest = Int32(bitPattern: try reader.read(UInt32.self, "highest sample"))
    let ends = [lowest, highest].map { Int64($0) * Int64(unit) }
    guard lowest <= highest, ends.allSatisfy({ Int32(exactly: $0) != nil }) else {
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
    case .listed(let values):
      writer.write(UInt8(0))
      writer.write(Self.listUnit)
      writer.write(UInt32(bitPattern: values[0]))
      writer.write(UInt32(values.count))
      for (value, next) in zip(values, values.dropFirst()) { writer.writeVarint(Int(next) - Int(value)) }
    }
  }

  private static func list(reading reader: inout ByteReader) throws(CodecError) -> [Int32] {
    var values = [Int32(bitPattern: try reader.read(UInt32.self, "lowest sample"))]
    let count = Int(try reader.read(UInt32.self, "number of values"))
    guard (2...mostListed).contains(count) else { throw .corruptData("a list of \(count) values") }
    while values.count < count {
      let last = Int(values[values.count - 1])
      let step = try reader.readVarint(1...Int(UInt32.max), "distance of two values")
      guard let value = Int32(exactly: last + step) else { throw .corruptData("a value of \(last + step)") }
      values.append(value)
    }
    return values
  }

  /// The values that samples have, in order; nil for more than `count`.
  private static func values(of samples: [Int32], atMost count: Int) -> [Int32]? {
    guard count >= 2 else { return nil }
    var values: Set<Int32> = []
    for sample in samples where values.insert(sample).inserted && values.count > count { return nil }
    return values.sorted()
  }

  /// The place of the first value in a list that is not negative.
  private static func origin(of values: [Int32]) -> Int { values.firstIndex { $0 >= 0 } ?? values.count }

  /// The range of what is coded; nil where nothing is.
  var codedRange: ClosedRange<Int32>? {
    switch self {
    case .copy: return nil
    case .samples(_, let range): return range.count > 1 ? range : nil
    case .listed(let values):
      let origin = Self.origin(of: values)
      return Int32(-origin)...Int32(values.count - 1 - origin)
    }
  }

  /// Numbers of the plan for samples.
  func inUnits(_ samples: [Int32]) -> [Int32] {
    switch self {
    case .samples(let unit, _) where unit > 1: return samples.map { Self.inUnits($0, unit) }
    case .listed(let values):
      let origin = Self.origin(of: values)
      let places = Dictionary(
        uniqueKeysWithValues: values.enumerated().map { ($0.element, Int32($0.offset - origin)) })
      return samples.map { places[$0] ?? 0 }
    default: return samples
    }
  }

  /// The inverse of `inUnits`.
  func fromUnits(_ numbers: [Int32]) -> [Int32] {
    switch self {
    // The range was checked.
    case .samples(let unit, _) where unit > 1:
      return numbers.map { Int32(truncatingIfNeeded: Int64($0) * Int64(unit)) }
    case .listed(let values):
      let origin = Self.origin(of: values)
      return numbers.map { values[Int($0) + origin] }
    default: return numbers
    }
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
