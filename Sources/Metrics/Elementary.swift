#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The elementary functions the metrics take from the C library. Metrics are never part of a decode.
enum Elementary {
  static func exponential(_ x: Double) -> Double { exp(x) }
  static func cosine(_ x: Double) -> Double { cos(x) }
  static func logarithm(_ x: Double) -> Double { log(x) }
  static func decimalLogarithm(_ x: Double) -> Double { log10(x) }
  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
