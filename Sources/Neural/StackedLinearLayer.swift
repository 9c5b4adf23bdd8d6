/// Matrices of one size, each for its own rows of the input.
public struct StackedLinearLayer: Sendable {
  private let layers: [LinearLayer]

  /// - Parameter weights: row-major [matrices, outputs, inputs]; traps when they do not fill it.
  public init(weights: [Float], matrices: Int, outputs: Int, inputs: Int) {
    let size = outputs * inputs
    precondition(matrices > 0 && weights.count == matrices * size, "weights that are no matrices")
    layers = (0..<matrices).map {
      LinearLayer(weights: weights[$0 * size..<($0 + 1) * size], outputs: outputs, inputs: inputs)
    }
  }

  public var count: Int { layers.count }

  /// - Parameter input: row-major [matrices, count, inputs], any count.
  /// - Returns: [matrices, count, outputs].
  public func callAsFunction(_ input: [Float]) -> [Float] {
    let (inputs, outputs) = (layers[0].inputs, layers[0].outputs)
    let rows = input.count / (inputs * layers.count)
    precondition(input.count == rows * inputs * layers.count, "\(input.count) numbers for \(inputs) inputs")
    return [Float](unsafeUninitializedCapacity: layers.count * rows * outputs) { output, filled in
      filled = layers.count * rows * outputs
      input.withUnsafeBufferPointer { input in
        guard let source = input.baseAddress, let target = output.baseAddress else { return }
        for (index, layer) in layers.enumerated() {
          layer.run(
            source + index * rows * inputs, count: rows, output: target + index * rows * outputs)
        }
      }
    }
  }
}
