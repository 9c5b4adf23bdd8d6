import Bytes

/// The scalars of a chunk that share input distributions: where a gate puts each between them.
final class SummarySection: Sendable {
  private let layout: SummaryLayout
  private let arrays: SummaryArrays.Section
  /// [classes, distances]; never written after `init`.
  nonisolated(unsafe) private let tables: UnsafePointer<Int16>

  init(_ layout: SummaryLayout, _ arrays: SummaryArrays.Section, tables: ArraySlice<Int16>) throws(CodecError)
  {
    let count = layout.scalars.count
    let centered = layout.means.isEmpty ? 0 : count
    guard arrays.gate.count == count * layout.gates.width, arrays.gateShift.count == count,
      arrays.bias.count == 2 * count, arrays.mean.count == count * layout.means.width,
      arrays.meanShift.count == centered, arrays.center.count == 2 * centered,
      (arrays.gateShift + arrays.meanShift).allSatisfy({ $0 < 16 })
    else { throw .corruptData("model: arrays of summaries of another size or out of range") }
    for start in stride(from: tables.startIndex, to: tables.endIndex, by: SummaryLayout.distances) {
      let table = tables[start..<start + SummaryLayout.distances]
      guard table[start] >= 0, table.last == 1 << 14, zip(table, table.dropFirst()).allSatisfy({ $0 <= $1 })
      else {
        throw .corruptData("model: a table of summaries is no distribution")
      }
    }
    self.layout = layout
    self.arrays = arrays
    let memory = UnsafeMutablePointer<Int16>.allocate(capacity: tables.count)
    _ = UnsafeMutableBufferPointer(start: memory, count: tables.count).initialize(from: tables)
    self.tables = UnsafePointer(memory)
  }

  deinit {
    tables.deallocate()
  }

  /// What is known of the scalar at `index` of the section; its symbols are -half...half, `unit` apart.
  func belief(_ index: Int, _ features: SummaryFeatures, half: Int, unit: Int) -> SummaryBelief {
    let row = features.hasBefore ? 0 : layout.scalars.count
    let sum = features.product(arrays.gate, row: index, layout.gates, shift: arrays.gateShift[index])
    let gate = min(max(sum + Int(arrays.bias[row + index]), 0), SummaryLayout.classes << 8 - 257)
    var mean = 0
    if !layout.means.isEmpty {
      mean = features.product(arrays.mean, row: index, layout.means, shift: arrays.meanShift[index])
      mean = min(max(mean + Int(arrays.center[row + index]), -160), 160)
    }
    let low = tables + (gate >> 8) * SummaryLayout.distances
    return SummaryBelief(
      low: low, high: low + SummaryLayout.distances, weight: gate & 255, mean: mean, half: half, unit: unit)
  }
}
