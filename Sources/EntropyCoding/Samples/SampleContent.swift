/// What a group of samples shows: which contexts tell most.
public enum SampleContent: UInt8, CaseIterable, Sendable {
  /// Noise and smooth edges: contexts are distances from a prediction.
  case photograph = 1
  /// Few values and hard edges: contexts are the patterns that neighbours make.
  case drawing = 2
}
