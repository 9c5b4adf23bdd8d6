import CKernels

/// Two predictions of every sample by recursive least squares: one predictor learns from the whole plane row by row,
/// and each strip of columns has one that forgets faster, so that it knows the neighbourhood in both directions.
struct PredictorBank: ~Copyable {
  private static let stripWidth = 32
  private static let globalFading: Int32 = 10
  private static let stripFading: Int32 = 7

  /// The global predictor, then those of the strips.
  private let predictors: UnsafeMutablePointer<SamplePredictor>
  /// Padded with zeros.
  let features: UnsafeMutablePointer<Int32>

  init(width: Int) {
    features = .allocate(capacity: Int(sample_predictor_row))
    features.initialize(repeating: 0, count: Int(sample_predictor_row))
    let count = 1 + (width + Self.stripWidth - 1) / Self.stripWidth
    predictors = .allocate(capacity: count)
    for index in 0..<count { sample_predictor_begin(predictors + index, features) }
  }

  deinit {
    predictors.deallocate()
    features.deallocate()
  }

  /// What both predictors add to the base, in 1/16. A strip begins with the weights of the global predictor.
  @inline(__always)
  func predict(_ x: Int, _ y: Int) -> (global: Int, strip: Int) {
    let strip = predictors + (1 &+ x / Self.stripWidth)
    if y == 1, x % Self.stripWidth == 0 { begin(strip) }
    return (
      Int(sample_predictor_predict(predictors, features)), Int(sample_predictor_predict(strip, features))
    )
  }

  private func begin(_ strip: UnsafeMutablePointer<SamplePredictor>) {
    withUnsafePointer(to: &predictors.pointee.weights) { weights in
      weights.withMemoryRebound(to: Int32.self, capacity: Int(sample_predictor_row)) {
        sample_predictor_begin(strip, $0)
      }
    }
  }

  /// Takes in what sample (x, y) was predicted from; the global predictor every other sample, which costs a thousandth
  /// of the rate.
  @inline(__always)
  func remember(_ x: Int, _ y: Int) {
    if (x ^ y) & 1 == 0 { sample_predictor_remember(predictors, features, Self.globalFading) }
    sample_predictor_remember(predictors + (1 &+ x / Self.stripWidth), features, Self.stripFading)
  }

  /// Learns by how much sample (x, y), remembered before, exceeded the base.
  @inline(__always)
  func learn(_ x: Int, _ y: Int, _ target: Int32) {
    if (x ^ y) & 1 == 0 { sample_predictor_learn(predictors, target, Self.globalFading) }
    sample_predictor_learn(predictors + (1 &+ x / Self.stripWidth), target, Self.stripFading)
  }
}
