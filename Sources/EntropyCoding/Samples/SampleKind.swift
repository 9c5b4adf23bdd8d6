/// What a plane of samples is predicted from besides itself.
enum SampleKind: Int {
  /// Nothing: gray, green, opacity.
  case alone
  /// Green: red.
  case second
  /// Green and red: blue.
  case third
}
