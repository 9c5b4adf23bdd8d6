import Bytes

/// Names of classes and their numbers.
struct ClassNames {
  let names: [String]
  private let numbers: [String: Int]

  /// - Parameter fixed: the names and their order, as another data set has them; nil: those that occur, sorted.
  init(_ labels: [String?], fixed: [String]?) {
    names = fixed ?? Set(labels.compactMap { $0 }).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    numbers = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Throws `invalidParameter` for a label that is none of the names.
  func number(of label: String?, key: String) throws(CodecError) -> Int? {
    guard let label else { return nil }
    guard let number = numbers[label] else {
      throw .invalidParameter("\(key): the class \(label) is not among those learned")
    }
    return number
  }
}
