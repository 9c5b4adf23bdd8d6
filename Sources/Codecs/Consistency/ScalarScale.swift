/// The scale on which the scalars of a chunk are rounded: docs/consistency.md, section 2.
///
/// A place is -1 to 1. Those of the anchor are roots, since most of it is small.
enum ScalarScale {
  /// The symbol of a scaled scalar, -half to half.
  static func symbol(_ scaled: Float, isRoot: Bool, half: Int) -> Int8 {
    let held = max(-1, min(scaled, 1))
    let place = isRoot ? (held < 0 ? -(-held).squareRoot() : held.squareRoot()) : held
    return Int8((place * Float(half)).rounded(.toNearestOrEven))
  }

  static func place(_ symbol: Int8, half: Int) -> Float { Float(symbol) / Float(half) }

  /// What stands for a place.
  static func scaled(place: Float, isRoot: Bool) -> Float { isRoot ? place * place.magnitude : place }
}
