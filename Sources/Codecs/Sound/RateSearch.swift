#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Looks for the step at which something has a size: sizes fall as steps grow, by a law that is nearly a power.
public struct RateSearch {
  /// Tried so far: logarithms of step and size.
  private var tried: [(step: Double, size: Double)] = []
  private let target: Double
  private let steps: ClosedRange<Double>
  private let first: Double?

  /// What sizes do where nothing is known yet: a step twice as large makes this power of two of the size.
  private static let usualSlope = -0.8

  /// - Parameters:
  ///   - target: the size wanted, in any unit.
  ///   - steps: those that are allowed.
  ///   - first: the step to try first; nil: one in the middle.
  public init(target: Double, steps: ClosedRange<Float>, first: Float? = nil) {
    precondition(target > 0 && steps.lowerBound > 0, "sizes and steps are positive")
    self.target = log(target)
    self.first = first.map { log(Double($0)) }
    self.steps = log(Double(steps.lowerBound))...log(Double(steps.upperBound))
  }

  /// Tells the size that a step made.
  public mutating func add(step: Float, size: Double) {
    tried.append((log(Double(step)), log(max(size, 1e-9))))
  }

  /// Steps that were tried.
  public var tries: Int { tried.count }

  /// How far the nearest size so far is from the target, as a share of it; infinite before the first.
  public var error: Double { tried.map { abs(exp($0.size - target) - 1) }.min() ?? .infinity }

  /// The step that came nearest.
  public var best: Float? {
    tried.min { abs($0.size - target) < abs($1.size - target) }.map { Float(exp($0.step)) }
  }

  /// The step to try next: where the line through the two nearest sizes meets the target.
  public var next: Float {
    let nearest = tried.sorted { abs($0.size - target) < abs($1.size - target) }
    guard let nearby = nearest.first else {
      return Float(exp(first ?? (steps.lowerBound + steps.upperBound) / 2))
    }
    var slope = Self.usualSlope
    let others = nearest.filter { abs($0.step - nearby.step) > 1e-6 }
    // A size on the other side of the target keeps the search between the two.
    if let second = others.first(where: { ($0.size > target) != (nearby.size > target) }) ?? others.first {
      // Kept near what is usual: two noisy sizes side by side may say anything.
      slope = min(max((second.size - nearby.size) / (second.step - nearby.step), -2), -0.3)
    }
    let step = nearby.step + (target - nearby.size) / slope
    return Float(exp(min(max(step, steps.lowerBound), steps.upperBound)))
  }
}
