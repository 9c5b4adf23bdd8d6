/// Steps of gradients with a step for each parameter, and weights drawn to zero (Loshchilov and Hutter, "Decoupled weight decay
/// regularization", 2019).
struct AdamW {
  private var means: [Float]
  private var squares: [Float]
  private var count = 0

  private static let meanRate: Float = 0.9
  private static let squareRate: Float = 0.99
  private static let least: Float = 1e-8

  init(parameterCount: Int) {
    means = [Float](repeating: 0, count: parameterCount)
    squares = means
  }

  mutating func step(_ parameters: inout [Float], _ gradient: [Float], rate: Float, weightDecay: Float) {
    count += 1
    var (meanShare, squareShare): (Float, Float) = (1, 1)
    for _ in 0..<min(count, 10_000) {
      meanShare *= Self.meanRate
      squareShare *= Self.squareRate
    }
    let (mean, square) = (1 / (1 - meanShare), 1 / (1 - squareShare))
    for index in parameters.indices {
      means[index] += (1 - Self.meanRate) * (gradient[index] - means[index])
      squares[index] += (1 - Self.squareRate) * (gradient[index] * gradient[index] - squares[index])
      let direction = means[index] * mean / ((squares[index] * square).squareRoot() + Self.least)
      parameters[index] -= rate * (direction + weightDecay * parameters[index])
    }
  }
}
