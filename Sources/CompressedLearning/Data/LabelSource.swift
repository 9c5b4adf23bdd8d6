/// Where labels come from.
public enum LabelSource: Sendable {
  /// The name of the folder that a file is in; files right in the given folder have none.
  case folders
  /// A table of names and labels.
  case table(LabelTable)
  case none

  /// The label of a file by its path relative to the folder that was given.
  func label(_ relative: String) -> String? {
    switch self {
    case .folders: relative.split(separator: "/").dropLast().last.map(String.init)
    case .table(let table): table.label(relative)
    case .none: nil
    }
  }
}
