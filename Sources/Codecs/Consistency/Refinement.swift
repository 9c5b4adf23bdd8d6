/// What a consistency model's decoder puts in place of what a file does not say.
public enum Refinement: Equatable, Sendable {
  /// Noise, after so many steps of the consistency function: 0 to 2.
  case steps(Int)
  /// Nothing: the mean of what may be there.
  case meanOnly
}
