/// How finely the scalars of a chunk of consistency latents are rounded: levels of mid.
public enum SummaryLevels: Int, CaseIterable, Sendable {
  case eleven = 11
  case seventeen = 17
  case thirtyThree = 33

  /// Symbols of mid lie in -half...half.
  public var half: Int { rawValue / 2 }

  /// Symbols of side lie in -sideHalf...sideHalf.
  public var sideHalf: Int { self == .thirtyThree ? 8 : 4 }
}
