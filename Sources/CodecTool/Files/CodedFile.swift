/// What the tool knows of `.cdc` files by name.
enum CodedFile {
  /// Without the dot.
  static let pathExtension = "cdc"
}
