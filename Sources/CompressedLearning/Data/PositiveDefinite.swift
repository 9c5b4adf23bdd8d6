import COpenBLAS

/// Systems of linear equations with a symmetric, positive definite matrix.
enum PositiveDefinite {
  /// Solves A X = B by the factors of Cholesky.
  ///
  /// - Parameters:
  ///   - matrix: A, [n, n].
  ///   - sides: B, row-major [count, n]: every row is one right side.
  /// - Returns: the solutions, as `sides`; nil when A is not positive definite.
  static func solve(_ matrix: [Double], _ sides: [Double], count: Int) -> [Double]? {
    let size = sides.count / max(1, count)
    precondition(
      matrix.count == size * size && sides.count == size * count, "sides that do not fit the matrix")
    var (matrix, solution) = (matrix, sides)
    var (n, rows, info) = (Int32(size), Int32(count), Int32(0))
    // Symmetric: row-major or column-major is the same.
    dposv_("U", &n, &rows, &matrix, &n, &solution, &n, &info)
    return info == 0 ? solution : nil
  }
}
