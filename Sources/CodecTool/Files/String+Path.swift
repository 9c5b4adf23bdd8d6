/// Names of files as text: no file is touched.
extension String {
  /// "b.png" of "a/b.png"; slashes at the end do not count.
  var lastPathComponent: Substring {
    let trimmed = self[..<(lastIndex { $0 != "/" }.map(index(after:)) ?? startIndex)]
    return trimmed.lastIndex(of: "/").map { trimmed[trimmed.index(after: $0)...] } ?? trimmed
  }

  /// "a" of "a/b.png", "." of "b.png", "/" of "/b.png".
  var parentFolder: String {
    let end = lastPathComponent.startIndex
    let folder = self[..<end]
    guard let last = folder.lastIndex(where: { $0 != "/" }) else { return folder.isEmpty ? "." : "/" }
    return String(folder[...last])
  }

  /// "png" of "a/b.PNG", lower case; empty where there is none, as of ".profile".
  var pathExtension: String {
    let name = lastPathComponent
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  /// "a/b.cdc" of "a/b.png".
  func replacing(pathExtension: String) -> String {
    let name = lastPathComponent
    let dot = name.lastIndex(of: ".")
    let end = dot.flatMap { $0 > name.startIndex ? $0 : nil } ?? name.endIndex
    return self[..<end] + "." + pathExtension
  }

  /// "a/b" of "a" and "b"; "b" alone of ".".
  func appending(pathComponent: String) -> String {
    if self == "." { return pathComponent }
    return hasSuffix("/") ? self + pathComponent : self + "/" + pathComponent
  }
}
