import ArgumentParser
import Bytes
import Codecs
import Media
import Tables

/// A table on the command line: a file, or a folder of pictures.
struct TableInput {
  static let inputs =
    "an IDX or NPY file, packed by gzip or not, or a folder of pictures; - is standard input"
  static let help = ArgumentHelp("\(inputs.prefix(1).uppercased())\(inputs.dropFirst()).")

  let path: String
  let samples: SampleTable
  /// Bytes of the file, or of all pictures.
  let byteCount: Int
  /// Nil for folders and streams.
  let status: FileStatus?

  /// - Throws: what reading the file, or one of the pictures, throws; `missingInput` for a folder without pictures.
  init(reading path: String) throws(ToolError) {
    self.path = path
    if path != InputFile.standardStream, FileStatus(path: path)?.kind == .folder {
      (samples, byteCount) = try Self.pictures(in: path)
      status = nil
    } else {
      let input = try InputFile(reading: path)
      do {
        samples = try TableFormats.read(input.bytes)
      } catch {
        throw ToolError(error, file: input.name)
      }
      byteCount = input.bytes.count
      status = input.status
    }
  }

  private static func pictures(in folder: String) throws(ToolError) -> (SampleTable, Int) {
    let walk = FolderWalk(of: folder, extensions: pictureExtensions)
    if let failure = walk.failures.first { throw failure }
    guard !walk.files.isEmpty else { throw ToolError("holds no pictures", .missingInput, file: folder) }
    var pictures = PictureTable()
    var byteCount = 0
    for name in walk.files {
      let input = try InputFile(reading: folder.appending(pathComponent: name))
      byteCount += input.bytes.count
      do {
        try pictures.add(ImageFormats.read(input.bytes), name: name)
      } catch {
        throw ToolError(error, file: input.name)
      }
    }
    do {
      return (try pictures.sampleTable(), byteCount)
    } catch {
      throw ToolError(error, file: folder)
    }
  }

  /// Those that pictures can be written with again: bitmaps are read only.
  private static let pictureExtensions = Set(ImageFormats.all.flatMap(\.fileExtensions)).subtracting(["pbm"])

  /// As messages name it.
  var name: String { InputFile.displayName(ofInput: path) }

  /// Names of the samples: of pictures those of their files, or else their numbers from 0.
  func sampleNames() throws(ToolError) -> [String] {
    guard samples.origin.format == PictureTable.originName else {
      return (0..<samples.table.rowCount).map(String.init)
    }
    do {
      return try PictureTable.names(of: samples)
    } catch {
      throw ToolError(error, file: name)
    }
  }

  /// Throws `usage`, naming the input, when the circuit cannot code these samples.
  func check(against model: CircuitModel) throws(ToolError) {
    do {
      try model.check(samples.table)
    } catch {
      throw ToolError(error, file: name)
    }
  }
}
