/// Drawings, text and flat places: what counts there is not how far samples lie from a prediction, but which
/// pattern their neighbours make.
extension SampleContexts {
  /// The median of the left and upper sample and their sum less the corner's: on edges one of the first two.
  @inline(__always)
  func median(_ x: Int, _ y: Int) -> Int {
    let w = Int(plane.row(y)[x &- 1])
    let n = Int(plane.row(y &- 1)[x])
    let nw = Int(plane.row(y &- 1)[x &- 1])
    return max(min(w, n), min(max(w, n), w &+ n &- nw))
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
    number = Self.add(Self.add(number, row[-1]), n[0])
    contexts[0] = Int64(number)
    number = Self.add(number, n[-1])
    contexts[1] = Int64(number)
    number = Self.add(number, n[1])
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
