import Bytes
import EntropyCoding
import Neural

extension SummaryModel {
  /// Reads `entropy.safetensors` of a consistency model. Throws `corruptData`.
  public convenience init(reading file: [UInt8]) throws(CodecError) {
    let arrays = try SafeTensors(bytes: file)
    var sections: [SummaryArrays.Section] = []
    for (name, hasMeans) in [("envelope", true), ("anchor", false), ("side", true)] {
      sections.append(
        SummaryArrays.Section(
          gate: try arrays.integers(name + ".gate", of: Int8.self),
          gateShift: try arrays.integers(name + ".gate.shift", of: UInt8.self),
          bias: try arrays.integers(name + ".bias", of: Int16.self),
          mean: hasMeans ? try arrays.integers(name + ".mean", of: Int8.self) : [],
          meanShift: hasMeans ? try arrays.integers(name + ".mean.shift", of: UInt8.self) : [],
          center: hasMeans ? try arrays.integers(name + ".center", of: Int16.self) : []))
    }
    try self.init(
      SummaryArrays(
        logarithms: try arrays.integers("logarithms", of: Int8.self),
        tables: try arrays.integers("tables", of: Int16.self), sections: sections))
  }
}
