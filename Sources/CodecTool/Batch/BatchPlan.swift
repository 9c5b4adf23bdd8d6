/// Which files become which: all names are decided here, before any file is read.
struct BatchPlan {
  struct Job: Equatable {
    var input: String
    var output: String
  }

  /// What the two directions differ in.
  struct Naming {
    /// Extensions of the files taken from a folder, lower case.
    var inputExtensions: Set<String>
    /// Extension of the file made of an input, by its path.
    var outputExtension: (String) -> String
    /// What the files of a folder are called in messages.
    var noun: String
  }

  private(set) var jobs: [Job] = []
  /// Inputs that cannot become jobs.
  private(set) var failures: [ToolError] = []
  /// Whether there is more than one cause a failure can have: several inputs, or a folder with something in it.
  private(set) var isBatch: Bool
  /// Whether outputs go into a folder, which is made when it is missing.
  let hasOutputFolder: Bool

  private let naming: Naming
  private let output: String?

  /// - Parameters:
  ///   - inputs: files, folders, or `-` alone.
  ///   - output: a file, a folder, `-`, or nil for a name beside the input.
  /// - Throws: `usage` when inputs and output do not go together.
  init(inputs: [String], output: String?, isRecursive: Bool, naming: Naming) throws(ToolError) {
    let folders = Set(inputs.filter { FileStatus(path: $0)?.kind == .folder })
    isBatch = inputs.count > 1 || !folders.isEmpty
    self.naming = naming
    self.output = output
    if isBatch { try Self.checkStreams(inputs, output) }
    let outputKind = output.flatMap { FileStatus(path: $0)?.kind }
    hasOutputFolder = output.map { outputKind == .folder || $0.hasSuffix("/") || !folders.isEmpty } ?? false
    if let output, isBatch, outputKind.map({ $0 != .folder }) ?? !hasOutputFolder {
      throw ToolError("several inputs need a folder; end its name in / to make it", .usage, file: output)
    }
    for input in inputs {
      if !folders.contains(input) {
        add(input: input, relative: String(input.lastPathComponent))
      } else if isRecursive {
        addFolder(input)
      } else {
        fail(ToolError("is a folder; --recursive takes the files in it", .usage, file: input))
      }
    }
    refuseSharedOutputs()
    isBatch = inputs.count > 1 || !folders.isEmpty && !jobs.isEmpty
  }

  private static func checkStreams(_ inputs: [String], _ output: String?) throws(ToolError) {
    if inputs.contains(InputFile.standardStream) {
      throw ToolError("standard input cannot be one of several inputs", .usage)
    }
    if output == InputFile.standardStream {
      throw ToolError("several inputs cannot all go to standard output", .usage)
    }
  }

  private mutating func addFolder(_ folder: String) {
    let walk = FolderWalk(of: folder, extensions: naming.inputExtensions)
    failures += walk.failures
    if walk.files.isEmpty, walk.failures.isEmpty {
      fail(ToolError("holds no \(naming.noun)", .missingInput, file: folder))
    }
    for file in walk.files { add(input: folder.appending(pathComponent: file), relative: file) }
  }

  /// - Parameter relative: where the file belongs in a folder of outputs, with the extension it has now.
  private mutating func add(input: String, relative: String) {
    let isStream = input == InputFile.standardStream
    let derived =
      if let output, hasOutputFolder {
        isStream
          ? output
          : output.appending(
            pathComponent: relative.replacing(pathExtension: naming.outputExtension(input)))
      } else {
        output ?? (isStream ? input : input.replacing(pathExtension: naming.outputExtension(input)))
      }
    jobs.append(Job(input: input, output: derived))
  }

  /// Two inputs that would become one file: the first has it.
  private mutating func refuseSharedOutputs() {
    var owners: [String: String] = [:]
    jobs = jobs.filter { job in
      guard let owner = owners.updateValue(job.input, forKey: job.output) else { return true }
      owners[job.output] = owner
      fail(ToolError("\(job.output) is already made from \(owner)", .cannotCreate, file: job.input))
      return false
    }
  }

  private mutating func fail(_ error: ToolError) { failures.append(error) }
}
