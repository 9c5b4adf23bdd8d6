/// A dense array of Float: a shape and its values in row-major order (the last axis is contiguous).
///
/// Activations are `[height, width, channels]`, weights of convolutions `[outputs, inputs, side, side]`.
public struct Tensor: Equatable, Sendable {
  public let shape: [Int]
  public private(set) var values: [Float]

  /// Traps unless the values fill the shape.
  public init(shape: [Int], values: [Float]) {
    precondition(Self.count(of: shape) == values.count, "\(values.count) values do not fill \(shape)")
    self.shape = shape
    self.values = values
  }

  /// All values equal, zero if not told.
  public init(shape: [Int], repeating value: Float = 0) {
    guard let count = Self.count(of: shape) else { preconditionFailure("no tensor has the shape \(shape)") }
    self.init(shape: shape, values: [Float](repeating: value, count: count))
  }

  public var count: Int { values.count }

  /// Changes the values in place.
  public mutating func withMutableValues<R>(_ body: (UnsafeMutableBufferPointer<Float>) -> R) -> R {
    values.withUnsafeMutableBufferPointer { body($0) }
  }

  /// The number of elements of a shape; nil if a size is negative or the product overflows.
  static func count(of shape: [Int]) -> Int? {
    var product = 1
    for size in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflow else { return nil }
      product = next
    }
    return product
  }
}
