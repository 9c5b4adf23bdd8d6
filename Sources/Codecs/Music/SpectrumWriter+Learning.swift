import EntropyCoding

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension SpectrumWriter {
  /// What was written so far, as a model to begin with.
  /// - Parameter sureness: how sure its counters are at most.
  func learned(sureness: UInt8, taps: [Int16]) -> SpectrumModel.Arrays {
    let arrays = learnedArrays()
    let odds = arrays.counters.map { counter in
      let chance = (Double(counter >> 10) + 0.5) / 0x1p22
      return Int8(max(-127, min((16 * log(chance / (1 - chance))).rounded(), 127)))
    }
    return SpectrumModel.Arrays(
      odds: odds, sureness: arrays.counters.map { min(UInt8(min($0 & 1023, 127)), sureness) },
      mixers: arrays.mixers.map { Int16(clamping: ($0 + 8) >> 4) }, refined: arrays.refined,
      flags: arrays.flags, taps: taps)
  }
}
