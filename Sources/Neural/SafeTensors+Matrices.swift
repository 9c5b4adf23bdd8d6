import Bytes

extension SafeTensors {
  /// What the name of an array of bytes becomes for the steps of its rows.
  private static let stepSuffix = ".step"

  /// An array that is stored as I8 with an F16 step for every row: byte times step.
  ///
  /// - Throws: `corruptData` if one of the two is not there, is of another type or shape, or a step is no number.
  public func stepped(_ name: String, shape: [Int]) throws(CodecError) -> [Float] {
    let bytes = try integers(name, of: Int8.self, shape: shape)
    let steps = try vector(name + Self.stepSuffix, shape: Array(shape.dropLast()))
    let width = shape[shape.count - 1]
    return [Float](unsafeUninitializedCapacity: bytes.count) { values, filled in
      filled = bytes.count
      for (row, step) in steps.enumerated() {
        for index in row * width..<(row + 1) * width { values[index] = Float(bytes[index]) * step }
      }
    }
  }

  /// A matrix that is stored as `stepped` reads it.
  public func matrix(_ name: String, outputs: Int, inputs: Int) throws(CodecError) -> LinearLayer {
    LinearLayer(
      weights: try stepped(name, shape: [outputs, inputs])[...], outputs: outputs, inputs: inputs)
  }

  /// Matrices of one size, stored likewise.
  public func matrices(
    _ name: String, count: Int, outputs: Int, inputs: Int
  ) throws(CodecError) -> StackedLinearLayer {
    StackedLinearLayer(
      weights: try stepped(name, shape: [count, outputs, inputs]), matrices: count, outputs: outputs,
      inputs: inputs)
  }

  /// An array of floats, all of them finite.
  ///
  /// - Throws: as `tensor`, and `corruptData` for what is no number.
  public func vector(_ name: String, shape: [Int]) throws(CodecError) -> [Float] {
    let values = try tensor(name, shape: shape).values
    guard values.allSatisfy(\.isFinite) else {
      throw .corruptData("tensor \(name) holds what is no number")
    }
    return values
  }
}
