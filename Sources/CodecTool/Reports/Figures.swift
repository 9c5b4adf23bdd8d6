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
}
