/// Drawings, text and flat places: what counts there is not how far samples lie from a prediction, but which
/// pattern their neighbours make.
extension SampleContexts {
  /// Whether the six nearest neighbours are all equal, or of two values that lie apart.
  @inline(__always)
  func isDrawn(_ x: Int, _ y: Int) -> Bool {
    let row = plane.row(y) + x
    let n = plane.row(y &- 1) + x
    let (w, ww) = (row[-1], row[-2])
    let nn = plane.row(y &- 2)[x]
    let other = n[0] != w ? n[0] : n[-1] != w ? n[-1] : n[1] != w ? n[1] : ww != w ? ww : nn
    guard (n[-1] == w || n[-1] == other) && (n[1] == w || n[1] == other) && (ww == w || ww == other)
    else { return false }
    guard nn == w || nn == other else { return false }
    return other == w || abs(Int(other) &- Int(w)) &>> shift > 8
  }

  /// Writes the numbers that the counters of sample (x, y) in a drawing are chosen by: ever larger patterns.
  @inline(__always)
  func patterns(_ x: Int, _ y: Int, into contexts: UnsafeMutablePointer<Int64>) {
    let row = plane.row(y) + x
    let n = plane.row(y &- 1) + x
    let nn = plane.row(y &- 2) + x
    var number: UInt32 = 0
    if let green {
      number = Self.add(number, green.row(y)[x])
      number = Self.add(number, green.row(y)[x &- 1])
    }
    if let red { number = Self.add(number, red.row(y)[x]) }
    number = Self.add(number, row[-1])
    contexts[0] = Int64(number)
    number = Self.add(number, n[0])
    contexts[1] = Int64(number)
    number = Self.add(Self.add(number, n[-1]), n[1])
    contexts[2] = Int64(number)
    number = Self.add(Self.add(number, row[-2]), nn[0])
    contexts[3] = Int64(number)
    number = Self.add(Self.add(Self.add(number, nn[-1]), nn[1]), n[2])
    contexts[4] = Int64(number)
    number = Self.add(Self.add(Self.add(number, n[-2]), row[-3]), plane.row(y &- 3)[x])
    contexts[5] = Int64(number)
  }

  @inline(__always)
  private static func add(_ number: UInt32, _ value: Int32) -> UInt32 {
    (number &+ UInt32(bitPattern: value) &+ 1) &* 0x2F0B_4C47 ^ number &>> 15
  }
}
