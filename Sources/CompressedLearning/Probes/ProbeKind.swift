/// What can be learned.
public enum ProbeKind: String, CaseIterable, Sendable {
  /// Multinomial logistic regression, by steps of gradients.
  case logistic
  /// Least squares on the classes, in closed form.
  case ridge
  /// Normal distributions of every number in every class, in closed form.
  case bayes
  /// The samples themselves.
  case neighbours
  /// Three convolutions of 3x3, by steps of gradients.
  case network
  /// Patches of 2x2 that do not overlap, and two convolutions over them, by steps of gradients.
  case patches

  /// Whether learning goes over the samples many times.
  public var isTrained: Bool { self == .logistic || isNetwork }
  var isNetwork: Bool { self == .network || self == .patches }
}
