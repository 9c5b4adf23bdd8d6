/// Features and contexts of the samples of a plane, from its neighbours and from the planes before it.
struct SampleContexts {
  let content: SampleContent
  let plane: SamplePlane
  /// Residuals of this plane; of the plane before it.
  let residuals: SamplePlane
  let earlierResiduals: SamplePlane?
  /// Green, and red.
  let green: SamplePlane?
  let red: SamplePlane?
  /// Bits that samples have more than 8.
  let shift: Int

  /// Writes the features of sample (x, y): differences from the base, which is returned, and from the same base of the
  /// earlier planes.
  @inline(__always)
  func features(_ x: Int, _ y: Int, into features: UnsafeMutablePointer<Int32>) -> Int32 {
    let row = plane.row(y) + x
    let n = plane.row(y &- 1) + x
    let nn = plane.row(y &- 2) + x
    let base = (row[-1] &+ n[0]) &>> 1
    features[0] = row[-1] &- n[0]
    features[1] = n[-1] &- base
    features[2] = n[1] &- base
    features[3] = row[-2] &- base
    features[4] = nn[0] &- base
    features[5] = nn[1] &- base
    features[6] = n[-2] &- base
    features[7] = n[2] &- base
    guard let green else {
      let nnn = plane.row(y &- 3) + x
      features[8] = nn[-1] &- base
      features[9] = row[-3] &- base
      features[10] = nn[-2] &- base
      features[11] = nn[2] &- base
      features[12] = n[3] &- base
      features[13] = n[-3] &- base
      features[14] = nnn[0] &- base
      features[15] = nnn[1] &- base
      features[16] = nnn[-1] &- base
      features[17] = row[-4] &- base
      return base
    }
    let greenBase = reference(green, x, y, into: features + 8)
    if let red {
      _ = reference(red, x, y, into: features + 14)
    } else {
      let row = green.row(y) + x
      let below = green.row(y &+ 1) + x
      features[14] = below[-1] &- greenBase
      features[15] = below[1] &- greenBase
      features[16] = row[-2] &- greenBase
      features[17] = row[2] &- greenBase
      features[18] = green.row(y &- 2)[x] &- greenBase
    }
    return base
  }

  /// Six features of an earlier plane.
  @inline(__always)
  private func reference(
    _ plane: SamplePlane, _ x: Int, _ y: Int, into features: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    let row = plane.row(y) + x
    let n = plane.row(y &- 1) + x
    let base = (row[-1] &+ n[0]) &>> 1
    features[0] = row[0] &- base
    features[1] = row[-1] &- n[0]
    features[2] = n[-1] &- base
    features[3] = n[1] &- base
    features[4] = row[1] &- base
    features[5] = plane.row(y &+ 1)[x] &- base
    return base
  }

  /// A difference in the unit of 8-bit samples as one of 2 · limit + 1 numbers.
  @inline(__always)
  private func level(_ difference: Int, _ limit: Int) -> Int {
    min(max(difference &>> shift, 0 &- limit), limit) &+ limit
  }

  /// Writes the numbers that the counters of sample (x, y) are chosen by.
  @inline(__always)
  func contexts(_ x: Int, _ y: Int, _ forecast: SampleForecast, into contexts: UnsafeMutablePointer<Int64>) {
    let row = plane.row(y) + x
    let above = plane.row(y &- 1) + x
    let w = Int(row[-1])
    let n = Int(above[0])
    let nearest = forecast.nearest
    let errorW = Int(residuals.row(y)[x &- 1])
    let errorN = Int(residuals.row(y &- 1)[x])
    let disagreement = level((forecast.first &- forecast.second) &>> 2, 15)
    contexts[0] = Int64(forecast.level &* 16 &+ (forecast.mean &+ 8) & 15)
    guard let green else {
      let ne = Int(above[1])
      contexts[1] = Int64(level(w &- nearest, 12) &* 32 &+ level(n &- nearest, 12))
      contexts[2] = Int64((nearest &>> shift) &* 4 &+ min(3, forecast.level &>> 3))
      contexts[3] = Int64(
        (level(errorW &>> 1, 7) &* 16 &+ level(errorN &>> 1, 7)) &* 16 &+ forecast.level &>> 3)
      contexts[4] = Int64(disagreement &* 128 &+ forecast.level)
      contexts[5] = Int64(level(median(x, y) &- nearest, 15) &* 32 &+ level(w &+ ne &- n &- nearest, 15))
      return
    }
    let greenRow = green.row(y) + x
    let greenAbove = green.row(y &- 1) + x
    let g = Int(greenRow[0])
    let likeW = w &+ g &- Int(greenRow[-1]) &- nearest
    let likeN = n &+ g &- Int(greenAbove[0]) &- nearest
    let earlier = Int(earlierResiduals?.row(y)[x] ?? 0)
    contexts[1] = Int64(level(likeW, 15) &* 32 &+ level(likeN, 15))
    let errors = level(errorW, 7) &* 16 &+ level(errorN, 7)
    guard let red else {
      let likeNE = Int(above[1]) &+ g &- Int(greenAbove[1]) &- nearest
      contexts[2] = Int64((g &>> shift) &* 256 &+ level(nearest &- g, 100))
      contexts[3] = Int64(errors &* 16 &+ level(earlier &>> 1, 7))
      contexts[4] = Int64(disagreement &* 128 &+ forecast.level)
      contexts[5] = Int64((level(likeW, 10) &* 32 &+ level(likeN &- likeW, 8)) &* 32 &+ level(likeNE, 10))
      return
    }
    let redRow = red.row(y) + x
    let r = Int(redRow[0])
    let redW = w &+ r &- Int(redRow[-1]) &- nearest
    let redN = n &+ r &- Int(red.row(y &- 1)[x]) &- nearest
    contexts[2] = Int64(level(nearest &- g, 100) &* 256 &+ level(r &- g, 100))
    contexts[3] = Int64(errors &* 16 &+ level(earlier, 7))
    contexts[4] = Int64(level(redW, 15) &* 32 &+ level(redN, 15))
    contexts[5] = Int64((level(likeW, 10) &* 32 &+ level(redW, 10)) &* 32 &+ level(likeN, 10))
  }
}
