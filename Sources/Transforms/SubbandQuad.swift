/// The four bands of one level of a plane of w x h samples: views, arrays or subtrees.
public struct SubbandQuad<Band> {
  /// Low along both axes: ceil(w/2) x ceil(h/2).
  public var low: Band
  /// High along the height: ceil(w/2) x floor(h/2).
  public var highAlongHeight: Band
  /// High along the width: floor(w/2) x ceil(h/2).
  public var highAlongWidth: Band
  /// High along both axes: floor(w/2) x floor(h/2).
  public var highAlongBoth: Band

  public init(low: Band, highAlongHeight: Band, highAlongWidth: Band, highAlongBoth: Band) {
    self.low = low
    self.highAlongHeight = highAlongHeight
    self.highAlongWidth = highAlongWidth
    self.highAlongBoth = highAlongBoth
  }

  /// The bands in the order of the channels of a packet: LL, LH, HL, HH.
  public var all: [Band] { [low, highAlongHeight, highAlongWidth, highAlongBoth] }

  /// The same transformation of all four bands.
  public func map<Other>(_ transform: (Band) -> Other) -> SubbandQuad<Other> {
    SubbandQuad<Other>(
      low: transform(low), highAlongHeight: transform(highAlongHeight),
      highAlongWidth: transform(highAlongWidth), highAlongBoth: transform(highAlongBoth))
  }
}

extension SubbandQuad: Sendable where Band: Sendable {}
extension SubbandQuad: Equatable where Band: Equatable {}
