import Bytes
import Media
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder of its own for one test; it goes with the value.
final class Scratch {
  let path: String

  init() throws {
    var template = Array("/tmp/codec-tests-XXXXXX".utf8CString)
    path = String(cString: try #require(mkdtemp(&template)))
  }

  deinit { Self.remove(path) }

  static func / (scratch: Scratch, name: String) -> String { scratch.path + "/" + name }

  /// Names in the folder or one below it, hidden ones too, sorted.
  func names(in folder: String = ".") -> [String] { Self.names(in: self / folder).sorted() }

  /// Makes a folder.
  func makeFolder(_ name: String) throws -> String {
    try #require(mkdir(self / name, 0o777) == 0)
    return self / name
  }

  /// Writes a picture as PNG, or as its extension says.
  @discardableResult func write(_ image: Image, as name: String) throws -> String {
    let fileExtension = name.split(separator: ".").last.map(String.init) ?? ""
    let format = ImageFormats.named(byExtension: fileExtension) ?? PNGFormat()
    return try write(format.write(image), as: name)
  }

  @discardableResult func write(_ bytes: [UInt8], as name: String) throws -> String {
    try Self.write(bytes, to: self / name)
    return self / name
  }

  func image(_ name: String) throws -> Image { try ImageFormats.read(Self.read(self / name)) }

  static func write(_ bytes: [UInt8], to path: String) throws {
    let file = try #require(fopen(path, "wb"), "\(path)")
    defer { fclose(file) }
    try #require(fwrite(bytes, 1, bytes.count, file) == bytes.count)
  }

  static func read(_ path: String) throws -> [UInt8] {
    let file = try #require(fopen(path, "rb"), "\(path)")
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    var bytes = [UInt8](repeating: 0, count: ftell(file))
    rewind(file)
    try #require(fread(&bytes, 1, bytes.count, file) == bytes.count)
    return bytes
  }

  private static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// A link is removed, not followed.
  private static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    for name in names(in: path) { remove(path + "/" + name) }
    rmdir(path)
  }
}
