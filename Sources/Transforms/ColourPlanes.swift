/// One thing for each of the three planes of a colour picture: views or arrays.
public struct ColourPlanes<Plane> {
  /// The plane of the first row of the rotation (luma).
  public var first: Plane
  /// The plane of the second row.
  public var second: Plane
  /// The plane of the third row.
  public var third: Plane

  public init(_ first: Plane, _ second: Plane, _ third: Plane) {
    self.first = first
    self.second = second
    self.third = third
  }

  /// The planes in order.
  public var all: [Plane] { [first, second, third] }

  /// The same transformation of all three planes.
  public func map<Other>(_ transform: (Plane) -> Other) -> ColourPlanes<Other> {
    ColourPlanes<Other>(transform(first), transform(second), transform(third))
  }
}

extension ColourPlanes: Sendable where Plane: Sendable {}
extension ColourPlanes: Equatable where Plane: Equatable {}
