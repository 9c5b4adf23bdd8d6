import Media

/// A folder that pictures go into. Nothing is written when the name of one of them is taken.
struct PictureFolder {
  let path: String
  let overwrites: Bool
  let inputs: [FileStatus?]

  init(_ path: String, overwrites: Bool, inputs: [FileStatus?]) throws(ToolError) {
    self.path = path
    self.overwrites = overwrites
    self.inputs = inputs
    guard path != InputFile.standardStream, FileStatus(path: path).map({ $0.kind == .folder }) ?? true else {
      throw ToolError("pictures need a folder", .cannotCreate, file: path)
    }
  }

  /// Writes pictures under names relative to the folder, as their extensions say, or else as PNG.
  func write(_ pictures: [(name: String, image: Image)]) throws(ToolError) {
    var files: [(output: OutputFile, bytes: [UInt8])] = []
    for (name, image) in pictures {
      let output = try OutputFile(
        path.appending(pathComponent: name), overwrites: overwrites, createsFolders: true, inputs: inputs)
      let format = ImageFormats.named(byExtension: name.pathExtension) ?? PNGFormat()
      do {
        files.append((output, try format.write(image)))
      } catch {
        throw ToolError(error, file: output.path)
      }
    }
    for (output, bytes) in files { try output.write(bytes, like: nil) }
  }
}
