/// A value for programs to read, written on one line. Names stay in the order given.
enum JSON {
  case null
  case text(String)
  /// The digits of a number.
  case number(String)
  case array([JSON])
  case object([(name: String, value: JSON)])

  static func integer(_ value: Int) -> JSON { .number(String(value)) }

  /// The shortest digits that give this value again; null for what JSON has no number for.
  static func real(_ value: Double?) -> JSON {
    guard let value, value.isFinite else { return .null }
    return .number(value.description)
  }

  /// As `real`, with the fewer digits that the smaller type needs.
  static func real(_ value: Float) -> JSON { value.isFinite ? .number(value.description) : .null }

  /// The text of the value.
  var line: String {
    switch self {
    case .null: "null"
    case .text(let text): Self.quoted(text)
    case .number(let digits): digits
    case .array(let values): "[" + values.map(\.line).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { Self.quoted($0.name) + ":" + $0.value.line }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var view = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        view.append("\\")
        view.append(scalar)
      case "\n": view.append(contentsOf: "\\n".unicodeScalars)
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        let escape = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        view.append(contentsOf: escape.unicodeScalars)
      default: view.append(scalar)
      }
    }
    return String(view) + "\""
  }
}
