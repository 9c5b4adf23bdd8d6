import Transforms

/// The most probable values of the lost latents of one plane, given the others.
///
/// A latent is predicted from four before it, and its residual is most probably zero. Residuals of lost latents alone
/// could all be zero, but what is known behind them was predicted from them, too. So the sum of squares is made least
/// of all residuals that a lost latent has part in: for residuals of one deviation the most probable completion, and
/// one that leans on what is known on every side. The method is that of conjugate gradients. It does the same on every
/// machine: sums have a fixed order and every operation is exact or rounded once.
struct PlaneCompletion {
  /// Iterations change nothing any more where the gradient has shrunk to this part, squared.
  private static let tolerance = 1e-9
  private static let mostIterations = 512
  private static let leastIterations = 32
  /// Iterations times latents are not many more than this, so that no file can ask for hours.
  private static let work = 1 << 28

  private let plane: PlaneView<Int16>
  /// Of W, N, NW, NE.
  private let weights: [Float]
  /// What is worked on: the lost latents and two around them.
  private let frame: PixelRectangle
  private let isLost: [Bool]

  /// - Parameters:
  ///   - plane: all latents of a band; lost ones may hold anything.
  ///   - lost: rectangles of the plane.
  ///   - mean: weights of W, N, NW, NE in 2^-8.
  init(_ plane: PlaneView<Int16>, lost: [PixelRectangle], mean: [Int32]) {
    self.plane = plane
    weights = mean.map { Float($0) / 256 }
    let lost = lost.filter { $0.width > 0 && $0.height > 0 }
    let left = lost.map(\.x).min() ?? 0
    let top = lost.map(\.y).min() ?? 0
    let box = PixelRectangle(
      x: left, y: top, width: (lost.map(\.maxX).max() ?? 0) - left,
      height: (lost.map(\.maxY).max() ?? 0) - top)
    frame = box.grown(by: 2, width: plane.width, height: plane.height)
    var isLost = [Bool](repeating: false, count: frame.width * frame.height)
    for part in lost {
      for y in part.y..<part.maxY {
        let start = (y - frame.y) * frame.width + part.x - frame.x
        for place in start..<start + part.width { isLost[place] = true }
      }
    }
    self.isLost = isLost
  }

  /// Writes the lost latents.
  func fill() {
    guard isLost.contains(true) else { return }
    var values = [Float](repeating: 0, count: isLost.count)
    for y in 0..<frame.height {
      let row = plane.row(frame.y + y) + frame.x
      for x in 0..<frame.width where !isLost[y * frame.width + x] {
        values[y * frame.width + x] = Float(row[x])
      }
    }
    descend(&values)
    for y in 0..<frame.height {
      let row = plane.row(frame.y + y) + frame.x
      for x in 0..<frame.width where isLost[y * frame.width + x] {
        row[x] = Int16(min(max(values[y * frame.width + x].rounded(), -32768), 32767))
      }
    }
  }

  private func descend(_ values: inout [Float]) {
    var residual = gradient(of: values)
    for place in residual.indices { residual[place] = -residual[place] }
    var direction = residual
    var size = Self.product(residual, residual)
    let enough = size * Self.tolerance
    let limit = min(max(Self.work / isLost.count, Self.leastIterations), Self.mostIterations)
    for _ in 0..<limit where size > enough {
      let image = gradient(of: direction)
      let step = Float(size / Self.product(direction, image))
      guard step.isFinite else { return }
      for place in values.indices {
        values[place] += step * direction[place]
        residual[place] -= step * image[place]
      }
      let before = size
      size = Self.product(residual, residual)
      let share = Float(size / before)
      for place in direction.indices { direction[place] = residual[place] + share * direction[place] }
    }
  }

  /// Half the gradient of the sum of squared residuals by the lost latents; zero at the others.
  private func gradient(of values: [Float]) -> [Float] {
    var result = [Float](repeating: 0, count: values.count)
    let rows = (frame.y == 0 ? 0 : 1)..<frame.height
    let columns = (frame.x == 0 ? 0 : 1)..<(frame.maxX == plane.width ? frame.width : frame.width - 1)
    let (w, n, nw, ne) = (weights[0], weights[1], weights[2], weights[3])
    values.withUnsafeBufferPointer { values in
      result.withUnsafeMutableBufferPointer { result in
        for y in rows {
          for x in columns {
            guard let (west, north, northWest, northEast) = neighbours(x, y) else { continue }
            let here = y * frame.width + x
            let predicted =
              w * values[west] + n * values[north] + nw * values[northWest] + ne * values[northEast]
            let residual = values[here] - predicted
            result[here] += residual
            result[west] -= w * residual
            result[north] -= n * residual
            result[northWest] -= nw * residual
            result[northEast] -= ne * residual
          }
        }
        for place in isLost.indices where !isLost[place] { result[place] = 0 }
      }
    }
    return result
  }

  /// Where W, N, NW and NE of a latent of the frame lie, or what stands for them at the edges of the plane: FORMAT.md,
  /// "Class model". Nil for the first latent of all, of which nothing is known before.
  @inline(__always)
  private func neighbours(_ x: Int, _ y: Int) -> (Int, Int, Int, Int)? {
    let here = y * frame.width + x
    let (isFirst, isTop) = (frame.x + x == 0, frame.y + y == 0)
    if isTop { return isFirst ? nil : (here - 1, here - 1, here - 1, here - 1) }
    let north = here - frame.width
    let northEast = frame.x + x + 1 == plane.width ? north : north + 1
    return isFirst ? (north, north, north, northEast) : (here - 1, north, north - 1, northEast)
  }

  private static func product(_ a: [Float], _ b: [Float]) -> Double {
    var sum = 0.0
    for place in a.indices { sum += Double(a[place]) * Double(b[place]) }
    return sum
  }
}
