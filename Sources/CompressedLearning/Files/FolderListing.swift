#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Bytes

/// The files below a folder, in order of their bytes. Hidden names and links to folders are left out.
enum FolderListing {
  /// Folders within folders; deeper ones are refused.
  private static let deepest = 64

  /// Whether a path leads to a folder.
  static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }

  /// Paths relative to the folder. Throws `inputOutput`.
  ///
  /// - Parameter extensions: of the files wanted, lower case, without the dot.
  static func files(below folder: String, extensions: Set<String>) throws(CodecError) -> [String] {
    var result: [String] = []
    try visit(folder, "", extensions, depth: 0, into: &result)
    return result
  }

  private static func visit(
    _ folder: String, _ relative: String, _ extensions: Set<String>, depth: Int, into result: inout [String]
  ) throws(CodecError) {
    guard depth <= deepest else {
      throw .inputOutput("\(folder): more than \(deepest) folders in one another")
    }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw .inputOutput("\(folder): cannot be read")
    }
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) where !name.hasPrefix(".") {
      let path = folder + "/" + name
      if isFolder(path) {
        if (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil { continue }
        try visit(path, relative + name + "/", extensions, depth: depth + 1, into: &result)
      } else if extensions.contains(Self.pathExtension(name)) {
        result.append(relative + name)
      }
    }
  }

  /// Of a file name, lower case; empty without one.
  static func pathExtension(_ name: String) -> String {
    let last = name.split(separator: "/").last ?? ""
    guard let dot = last.lastIndex(of: "."), dot > last.startIndex else { return "" }
    return last[last.index(after: dot)...].lowercased()
  }

  /// Without the last extension.
  static func withoutExtension(_ path: String) -> String {
    let length = pathExtension(path).utf8.count
    return length == 0 ? path : String(path.dropLast(length + 1))
  }
}
