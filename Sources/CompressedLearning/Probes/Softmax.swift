#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Scores as logarithms of probabilities.
enum Softmax {
  /// log Σ exp: without overflow.
  static func logarithmOfSum(_ scores: ArraySlice<Float>) -> Float {
    let largest = scores.max() ?? 0
    return largest + log(scores.reduce(0) { $0 + expf($1 - largest) })
  }

  static func exp(_ value: Float) -> Float { expf(value) }
}
