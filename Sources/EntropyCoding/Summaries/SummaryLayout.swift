/// Where the scalars of a section stand in a chunk, and which features it looks at.
struct SummaryLayout: Sendable {
  static let anchor = 0..<384
  static let envelope = 384..<512
  static let side = 512..<536
  /// Scalars of a chunk with side.
  static let count = side.upperBound

  /// The largest place.
  static let places = 80
  static let classes = 24
  /// Distances of a table, 0...320.
  static let distances = 321

  let scalars: Range<Int>
  /// Ranges of `SummaryFeatures` by which gates and means go.
  let gates: [Range<Int>]
  let means: [Range<Int>]

  /// In the order of coding: the envelope tells how loud the anchor is.
  static let sections = [
    SummaryLayout(
      scalars: envelope,
      gates: [
        place(envelope), logarithm(envelope), place(envelope, before: true), logarithm(anchor, before: true),
      ],
      means: [place(envelope), place(envelope, before: true)]),
    SummaryLayout(
      scalars: anchor, gates: [place(envelope), logarithm(anchor), logarithm(anchor, before: true)], means: []
    ),
    SummaryLayout(
      scalars: side,
      gates: [place(side), logarithm(side), place(side, before: true), logarithm(side, before: true)],
      means: [place(side), place(side, before: true)]),
  ]

  private static func place(_ scalars: Range<Int>, before: Bool = false) -> Range<Int> {
    let start = before ? 2 * count : 0
    return start + scalars.lowerBound..<start + scalars.upperBound
  }

  private static func logarithm(_ scalars: Range<Int>, before: Bool = false) -> Range<Int> {
    let start = before ? 3 * count : count
    return start + scalars.lowerBound..<start + scalars.upperBound
  }
}

extension [Range<Int>] {
  /// Numbers in all of them.
  var width: Int { reduce(0) { $0 + $1.count } }
}
