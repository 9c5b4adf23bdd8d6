import Bytes

/// Labels by name, as a CSV file tells them: one sample a line, name and label, a comma between.
///
/// Names are paths relative to the folder of the data, with or without the extension. Quotes around a field are allowed,
/// and a first line `name,label`, `path,label`, `file,label` or `key,label`. Later fields are not looked at.
public struct LabelTable: Equatable, Sendable {
  private let labels: [String: String]

  /// Lines of a table; more are refused.
  private static let mostLines = 1 << 26

  /// Throws `corruptData`; the message names the line.
  public init(csv bytes: [UInt8]) throws(CodecError) {
    var labels: [String: String] = [:]
    for (number, line) in bytes.split(separator: UInt8(ascii: "\n"), maxSplits: Self.mostLines).enumerated() {
      guard number < Self.mostLines else {
        throw .limitExceeded("more than \(Self.mostLines) lines of labels")
      }
      let fields = try Self.fields(line.last == 0x0D ? line.dropLast() : line, line: number + 1)
      if fields == [""] { continue }
      guard fields.count >= 2, !fields[0].isEmpty, !fields[1].isEmpty else {
        throw .corruptData("line \(number + 1): not a name, a comma and a label")
      }
      if number == 0, fields[1] == "label", ["name", "path", "file", "key"].contains(fields[0]) { continue }
      guard labels.updateValue(fields[1], forKey: FolderListing.withoutExtension(fields[0])) == nil else {
        throw .corruptData("line \(number + 1): \(fields[0]) has a label already")
      }
    }
    self.labels = labels
  }

  /// The label of a file by its relative path.
  func label(_ path: String) -> String? {
    let key = FolderListing.withoutExtension(path)
    // Names may have dots of their own: what was cut of one there is cut of the other here.
    return labels[key] ?? labels[FolderListing.withoutExtension(key)]
  }

  private static func fields(_ line: ArraySlice<UInt8>, line number: Int) throws(CodecError) -> [String] {
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var rest = line
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && rest.first == UInt8(ascii: "\""):
        field.append(byte)
        rest.removeFirst()
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted:
        fields.append(String(decoding: field, as: UTF8.self))
        field.removeAll()
      default: field.append(byte)
      }
    }
    guard !isQuoted else { throw .corruptData("line \(number): a quote without an end") }
    return fields + [String(decoding: field, as: UTF8.self)]
  }
}
