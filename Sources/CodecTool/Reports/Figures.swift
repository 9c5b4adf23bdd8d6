/// Numbers as people read them.
enum Figures {
  /// "0.71": with exactly this many decimals, the nearest value; "inf" and "nan" as such.
  static func fixed(_ value: Double, decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard let whole = Int(exactly: scaled) else { return value.description }
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(whole) }
    let (front, back) = whole.quotientAndRemainder(dividingBy: Int(scale))
    let digits = String(back)
    return sign + String(front) + "." + String(repeating: "0", count: decimals - digits.count) + digits
  }

  /// "812 B", "12.3 kB", "4.56 MB": thousands, not 1024.
  static func bytes(_ count: Int) -> String {
    switch count {
    case ..<1000: "\(count) B"
    case ..<1_000_000: fixed(Double(count) / 1e3, decimals: 1) + " kB"
    default: fixed(Double(count) / 1e6, decimals: 2) + " MB"
    }
  }

  /// Bits of a coded file over the pixels of its picture.
  static func bitsPerPixel(bytes: Int, width: Int, height: Int) -> Double {
    8 * Double(bytes) / (Double(width) * Double(height))
  }

  /// "0:07", "3:25", "1:02:03": seconds, cut to whole ones.
  static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds)
    func two(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }
    let (minutes, rest) = (whole / 60, two(whole % 60))
    return minutes < 60 ? "\(minutes):\(rest)" : "\(minutes / 60):\(two(minutes % 60)):\(rest)"
  }

  /// Thousands of bits of a coded file over the seconds of its sound; nothing of no sound.
  static func kilobits(bytes: Int, seconds: Double) -> Double {
    seconds > 0 ? 8 * Double(bytes) / seconds / 1000 : 0
  }

  /// "1 channel", "2 channels".
  static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)" + (count == 1 ? "" : "s") }
}
