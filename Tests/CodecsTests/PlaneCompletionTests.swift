import TestSupport
import Testing
import Transforms

@testable import Codecs

struct PlaneCompletionTests {
  private func completed(
    _ values: [Int16], width: Int, lost: [PixelRectangle], mean: [Int32]
  ) -> [Int16] {
    var values = values
    values.withUnsafeMutableBufferPointer { values in
      guard let base = values.baseAddress else { return }
      let plane = PlaneView(base, width: width, height: values.count / width)
      PlaneCompletion(plane, lost: lost, mean: mean).fill()
    }
    return values
  }

  /// Where the law of the model holds exactly, its completion is what was lost, wherever that lies.
  @Test(
    arguments: [
      PixelRectangle(x: 5, y: 6, width: 7, height: 5), PixelRectangle(x: 0, y: 6, width: 9, height: 4),
      PixelRectangle(x: 12, y: 3, width: 8, height: 13), PixelRectangle(x: 0, y: 9, width: 20, height: 7),
      PixelRectangle(x: 19, y: 15, width: 1, height: 1), PixelRectangle(x: 3, y: 0, width: 6, height: 6),
    ])
  func slopes(lost: PixelRectangle) {
    let values = (0..<320).map { (place: Int) -> Int16 in
      let (x, y) = (place % 20, place / 20)
      return Int16(300 - 7 * x + 11 * y)
    }
    var broken = values
    for y in lost.y..<lost.maxY { for x in lost.x..<lost.maxX { broken[20 * y + x] = -32768 } }
    let result = completed(broken, width: 20, lost: [lost], mean: [256, 256, -256, 0])
    // At the edges of the plane the law is another: there it may be off, but not inside.
    let isInside = lost.x > 0 && lost.y > 0 && lost.maxX < 20 && lost.maxY < 16
    #expect(zip(result, values).allSatisfy { abs(Int($0) - Int($1)) <= (isInside ? 0 : 80) })
    for (place, value) in values.enumerated() {
      let (x, y) = (place % 20, place / 20)
      guard !(lost.x..<lost.maxX).contains(x) || !(lost.y..<lost.maxY).contains(y) else { continue }
      #expect(result[place] == value)
    }
  }

  /// No other value of any lost latent makes the sum of squared residuals less by more than rounding explains.
  @Test func leastSquares() {
    var random = SeededRandom(11)
    let (width, height) = (24, 18)
    let mean: [Int32] = [218, 75, -70, 27]
    let values = (0..<width * height).map { _ in Int16(random.next(below: 4001)) - 2000 }
    let lost = [
      PixelRectangle(x: 0, y: 2, width: 9, height: 7), PixelRectangle(x: 14, y: 11, width: 10, height: 7),
    ]
    func cost(_ values: [Int16]) -> Double {
      var sum = 0.0
      for y in 0..<height {
        for x in 0..<width where x + y > 0 {
          func at(_ x: Int, _ y: Int) -> Double { Double(values[y * width + x]) }
          let north = y > 0 ? at(x, y - 1) : at(x - 1, 0)
          let west = x > 0 ? at(x - 1, y) : north
          let northWest = y == 0 ? west : x > 0 ? at(x - 1, y - 1) : north
          let northEast = y == 0 ? west : x + 1 < width ? at(x + 1, y - 1) : north
          let near = Double(mean[0]) * west + Double(mean[1]) * north
          let residual = at(x, y) - (near + Double(mean[2]) * northWest + Double(mean[3]) * northEast) / 256
          sum += residual * residual
        }
      }
      return sum
    }
    let result = completed(values, width: width, lost: lost, mean: mean)
    let least = cost(result)
    #expect(least < cost(values))
    for part in lost {
      for y in part.y..<part.maxY {
        for x in part.x..<part.maxX {
          for change: Int16 in [-3, 3] {
            var other = result
            other[y * width + x] += change
            #expect(cost(other) > least)
          }
        }
      }
    }
  }

  /// Nothing known, nothing lost, and the ends of the range.
  @Test func extremes() {
    let all = PixelRectangle(x: 0, y: 0, width: 6, height: 5)
    let mean: [Int32] = [256, 256, -256, 0]
    #expect(
      completed([Int16](repeating: 0, count: 30), width: 6, lost: [all], mean: mean)
        == .init(repeating: 0, count: 30))
    let values = (0..<30).map { $0 % 2 == 0 ? Int16.min : Int16.max }
    #expect(completed(values, width: 6, lost: [], mean: mean) == values)
    let empty = PixelRectangle(x: 2, y: 5, width: 3, height: 0)
    #expect(completed(values, width: 6, lost: [empty], mean: mean) == values)
    let result = completed(
      values, width: 6, lost: [PixelRectangle(x: 1, y: 1, width: 4, height: 3)], mean: [900, -900, 700, -650])
    #expect(result[0] == values[0] && result.count == 30)
  }
}
