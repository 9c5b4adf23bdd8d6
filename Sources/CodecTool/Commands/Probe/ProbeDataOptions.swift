import ArgumentParser
import Bytes
import CompressedLearning

/// What is learned from, or tested on.
struct ProbeDataOptions: ParsableArguments {
  @Argument(help: ".cdc files, folders that hold them or shards, and shards; pictures with --pixels.")
  var data: [String]

  @Option(
    help: ArgumentHelp(
      "A CSV file of names and classes: paths as they are below the folder, a comma, the class.",
      valueName: "file"))
  var labels: String?

  @Option(help: ArgumentHelp("A folder with the files of a model that is not built in.", valueName: "folder"))
  var model: String?

  @OptionGroup var threading: ThreadingOptions

  /// Reads all samples.
  ///
  /// - Parameters:
  ///   - reduction: of pixels; nil for latents.
  ///   - classes: those that a probe knows; nil: those that occur.
  func dataset(pixels reduction: Int?, classes: [String]?) throws -> MemoryDataset {
    let labels = try LabelSource(csvAt: labels)
    do {
      if let reduction {
        let pixels = try PixelDataset(data, reduction: reduction, labels: labels, classes: classes)
        return try MemoryDataset(pixels, threads: threading.count)
      }
      var options = LatentDataset.Options()
      options.labels = labels
      options.classes = classes
      options.models = try model.map { [try ModelChoice.model(named: $0)] } ?? []
      return try MemoryDataset(LatentDataset(data, options), threads: threading.count)
    } catch let error as CodecError {
      throw ToolError(error.description, ExitStatus(error))
    }
  }
}
