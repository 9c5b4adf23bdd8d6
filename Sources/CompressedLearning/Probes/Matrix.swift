import COpenBLAS

/// Products of row-major matrices.
enum Matrix {
  /// C = alpha A B + beta C, A and B transposed where told. Sizes are those of the product: [rows, columns], over `inner`.
  static func multiply(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, rows: Int,
    columns: Int, inner: Int, strides: (a: Int, b: Int, c: Int),
    transposed: (a: Bool, b: Bool) = (false, false),
    alpha: Float = 1, beta: Float = 0
  ) {
    guard rows > 0, columns > 0 else { return }
    cblas_sgemm(
      CblasRowMajor, transposed.a ? CblasTrans : CblasNoTrans, transposed.b ? CblasTrans : CblasNoTrans,
      Int32(rows), Int32(columns), Int32(inner), alpha, a, Int32(strides.a), b, Int32(strides.b), beta, c,
      Int32(strides.c))
  }

  /// A Bᵀ of [rows, inner] and [columns, inner].
  static func times(_ a: [Float], transposed b: [Float], rows: Int, columns: Int, inner: Int) -> [Float] {
    precondition(a.count == rows * inner && b.count == columns * inner, "matrices that do not fit")
    var result = [Float](repeating: 0, count: rows * columns)
    multiply(
      a, b, into: &result, rows: rows, columns: columns, inner: inner, strides: (inner, inner, columns),
      transposed: (false, true))
    return result
  }

  /// Aᵀ B of [inner, rows] and [inner, columns].
  static func times(transposed a: [Float], _ b: [Float], rows: Int, columns: Int, inner: Int) -> [Float] {
    precondition(a.count == rows * inner && b.count == columns * inner, "matrices that do not fit")
    var result = [Float](repeating: 0, count: rows * columns)
    multiply(
      a, b, into: &result, rows: rows, columns: columns, inner: inner, strides: (rows, columns, columns),
      transposed: (true, false))
    return result
  }

  /// Threads of the products. One, where work is divided otherwise: then sums do not depend on the machine.
  static func useOneThread() { openblas_set_num_threads(1) }
}
