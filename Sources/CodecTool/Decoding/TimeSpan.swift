import ArgumentParser

/// A part of a sound in seconds: "1:30..2:00", "90.5..", "..10".
struct TimeSpan: ExpressibleByArgument {
  /// Seconds; nil: from the start, to the end.
  let start, end: Double?

  init?(argument: String) {
    guard let dots = argument.firstRange(of: "..") else { return nil }
    let parts = [argument[..<dots.lowerBound], argument[dots.upperBound...]]
    guard let times = Self.times(parts), times[0] ?? 0 < times[1] ?? .infinity else { return nil }
    (start, end) = (times[0], times[1])
  }

  /// The frames of a sound that are in it, cut at its end.
  func frames(rate: Int, count: Int) -> Range<Int> {
    func frame(_ seconds: Double?, orElse fallback: Int) -> Int {
      guard let seconds else { return fallback }
      return Int(min(Double(count), (seconds * Double(rate)).rounded()))
    }
    let end = frame(end, orElse: count)
    return min(frame(start, orElse: 0), end)..<end
  }

  private static func times(_ parts: [Substring]) -> [Double?]? {
    var times: [Double?] = []
    for part in parts {
      if part.isEmpty {
        times.append(nil)
      } else if let time = seconds(part) {
        times.append(time)
      } else {
        return nil
      }
    }
    return times
  }

  /// "5.25", "1:30", "1:00:00": all but the first number are below 60, and only the last has a fraction.
  private static func seconds(_ text: Substring) -> Double? {
    let fields = text.split(separator: ":", omittingEmptySubsequences: false)
    guard fields.count <= 3 else { return nil }
    var sum = 0.0
    for (index, field) in fields.enumerated() {
      let isLast = index == fields.count - 1
      guard field.allSatisfy({ "0123456789".contains($0) || isLast && $0 == "." }),
        let value = Double(field), index == 0 || value < 60
      else { return nil }
      sum = sum * 60 + value
    }
    return sum
  }
}
