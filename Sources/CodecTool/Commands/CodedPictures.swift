import Codecs

/// Coded pictures on the command line: files, and folders of them.
struct CodedPictures {
  /// Path and name of each file. Those of a single folder are named by their place in it.
  private var files: [(path: String, name: String)] = []
  private var failures: [ToolError] = []
  let isBatch: Bool

  init(_ inputs: [String]) {
    var isBatch = inputs.count > 1
    for input in inputs {
      guard input != InputFile.standardStream, FileStatus(path: input)?.kind == .folder else {
        files.append((input, InputFile.displayName(ofInput: input)))
        continue
      }
      let walk = FolderWalk(of: input, extensions: [CodedFile.pathExtension])
      failures += walk.failures
      if walk.files.isEmpty, walk.failures.isEmpty {
        failures.append(
          ToolError(
            "holds no .\(CodedFile.pathExtension) files; --circuit scores others", .missingInput, file: input)
        )
      }
      isBatch = isBatch || !walk.files.isEmpty
      files += walk.files.map { name in
        let path = input.appending(pathComponent: name)
        return (path, inputs.count > 1 ? path : name)
      }
    }
    self.isBatch = isBatch
  }

  /// What the latents of each file cost under its entropy model. A failure is told and the next file is taken.
  func scores(models: ModelChoice, threads: Int, _ failures: inout FailureCount) -> [Score] {
    for failure in self.failures { failures.add(failure) }
    return files.compactMap { path, name in
      do {
        return try Self.score(InputFile(reading: path), name: name, models: models, threads: threads)
      } catch {
        failures.add(ToolError(error, file: InputFile.displayName(ofInput: path)))
        return nil
      }
    }
  }

  private static func score(
    _ input: InputFile, name: String, models: ModelChoice, threads: Int
  ) throws -> Score {
    let identity = try ImageFile.identity(of: input.bytes)
    guard identity != LosslessImageCodec.identity else {
      throw ToolError("is kept without loss and has no latents", .unsupported)
    }
    let budget = try ImageFile.bitBudget(of: input.bytes, model: models.model(identity), threads: threads)
    let picture = try ImageFileSummary(parsing: input.bytes).picture
    return Score(
      name: name, bits: budget.latentBits / Double(budget.latents),
      bitsPerPixel: budget.latentBits / (Double(picture.width) * Double(picture.height)))
  }
}
