import CKernels

/// How the coefficients of a chunk lie on the tokens of the networks.
struct ChunkTokens: Sendable {
  /// Frames of a token.
  let time: Int

  /// Tokens of a row.
  var columns: Int { ChunkShape.frames / time }
  var fine: Int { ChunkShape.rows * columns }
  var upper: Int { ChunkShape.upperRows * columns }
  /// Fine, upper and summary tokens.
  var count: Int { fine + upper + ChunkShape.summaries }

  /// Numbers of a patch of so many bins.
  func numbers(bins: Int) -> Int { bins * time }

  /// Frames of `bins` numbers to patches, [rows, columns, time, patch].
  func patches(_ values: [Float], bins: Int, patch: Int = ChunkShape.patch) -> [Float] {
    var result = [Float](repeating: 0, count: values.count)
    forEachPlace(bins: bins, patch: patch) { place, source in result[place] = values[source] }
    return result
  }

  /// The inverse of `patches`.
  func frames(_ values: [Float], bins: Int, patch: Int = ChunkShape.patch) -> [Float] {
    var result = [Float](repeating: 0, count: values.count)
    forEachPlace(bins: bins, patch: patch) { place, source in result[source] = values[place] }
    return result
  }

  private func forEachPlace(bins: Int, patch: Int, _ body: (Int, Int) -> Void) {
    var place = 0
    for row in 0..<bins / patch {
      for frame in 0..<ChunkShape.frames {
        for bin in row * patch..<(row + 1) * patch {
          body(place, frame * bins + bin)
          place += 1
        }
      }
    }
  }
}

/// x / (1 + x²)^¼ of every number.
func compressed(_ values: [Float]) -> [Float] {
  values.map { $0 / (1 + $0 * $0).squareRoot().squareRoot() }
}

/// e^x of every number.
func exponentials(of values: [Float]) -> [Float] {
  var result = values
  exponentials(&result, result.count)
  return result
}

/// Natural logarithms of x + floor.
func logarithms(of values: [Float], floor: Float = ChunkShape.floor) -> [Float] {
  var result = values.map { $0 + floor }
  logarithms(&result, result.count)
  return result
}
