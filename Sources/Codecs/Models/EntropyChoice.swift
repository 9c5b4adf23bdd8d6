/// Which model of their probabilities latents are coded with.
public enum EntropyChoice: String, CaseIterable, Sendable {
  /// The circuit model where a model has one, the class model otherwise.
  case circuit
  /// The class model: fixed tables, larger.
  case classes
}
