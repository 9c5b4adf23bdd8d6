/// How one kind of plane is predicted: integer weights of decoded magnitudes, in units of 2^-12.
struct PlaneModel: Sendable {
  /// W, WW, N, NN, NW, NE.
  var own: [Int16]
  /// For each reference: the magnitude at the place, and the sum of its four neighbours.
  var references: [Int16]
  /// The same for the parent.
  var parent: [Int16]
  var bias: Int32
  /// Weights of the values W, N, NW, NE that predict the latent itself, in units of 2^-8; nil: zero is predicted.
  var mean: [Int32]?
  /// Row of the table sets.
  var tables: Int
}
