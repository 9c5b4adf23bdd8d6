#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Bits of outcomes by their chances in 2^-12: only what an encoder chooses depends on it.
struct CostTable: Sendable {
  static let shared = CostTable()

  let bits: [Float]

  private init() { bits = (0...4096).map { max(0, -log2f((Float($0) + 0.5) / 4096)) } }
}
