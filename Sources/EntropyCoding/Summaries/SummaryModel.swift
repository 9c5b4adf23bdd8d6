import Bytes

/// The entropy model of chunks of consistency latents: a circuit conditioned on the chunk before.
///
/// A chunk is a product of sum units, one a scalar, each over 24 input distributions that the scalars of a section share:
/// envelope, anchor, side. A gate, linear in what is decoded already of this chunk and of the one before, gives weight to
/// two neighbours. One instance serves all groups and threads.
public final class SummaryModel: Sendable {
  /// Scalars of a chunk of mid: 384 of the anchor, then 128 of the envelope.
  public static let scalars = SummaryLayout.envelope.upperBound
  /// Scalars that follow where there is a side channel.
  public static let sideScalars = SummaryLayout.side.count

  private let sections: [SummarySection]
  private let logarithms: [Int8]

  /// Throws `corruptData` for arrays of other sizes, or tables that are no distributions.
  public init(_ arrays: SummaryArrays) throws(CodecError) {
    let size = SummaryLayout.classes * SummaryLayout.distances
    guard arrays.logarithms.count == SummaryLayout.places + 1,
      arrays.sections.count == SummaryLayout.sections.count,
      arrays.tables.count == size * arrays.sections.count
    else { throw .corruptData("model: arrays of summaries of another size") }
    var sections: [SummarySection] = []
    for (index, layout) in SummaryLayout.sections.enumerated() {
      sections.append(
        try SummarySection(
          layout, arrays.sections[index], tables: arrays.tables[index * size..<(index + 1) * size]))
    }
    self.sections = sections
    logarithms = arrays.logarithms
  }

  /// Passes over the scalars of a chunk in their order of coding. `code` is told the place of a scalar in its chunk and its
  /// distribution, and gives its symbol.
  @inline(__always)
  func pass(
    _ features: inout SummaryFeatures, _ levels: SummaryLevels, hasSide: Bool,
    code: (_ scalar: Int, _ belief: SummaryBelief) -> Int
  ) {
    for (section, layout) in zip(sections, SummaryLayout.sections) {
      let isSide = layout.scalars == SummaryLayout.side
      if isSide, !hasSide { continue }
      let half = isSide ? levels.sideHalf : levels.half
      let unit = SummaryLayout.places / half
      for (index, scalar) in layout.scalars.enumerated() {
        let place = unit * code(scalar, section.belief(index, features, half: half, unit: unit))
        features.set(scalar, place: place, logarithm: logarithms[abs(place)])
      }
    }
    features.advance()
  }
}
