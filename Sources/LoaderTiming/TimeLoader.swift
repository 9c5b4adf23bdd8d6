import CompressedLearning
import Foundation

/// Times the loading of latents, from files to normalised floats in batches, on one thread.
///
///     time-loader RUNS FOLDER...
///
/// Every run reads every sample of each folder (or shard) once. Prints, for each, the samples and the milliseconds of processor
/// time a sample takes in the best run, as a JSON object on a line of its own.
@main
enum TimeLoader {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 2, let runs = Int(arguments[1]), runs > 0 else {
      FileHandle.standardError.write(Data("usage: time-loader RUNS FOLDER...\n".utf8))
      exit(64)
    }
    for path in arguments[2...] {
      let dataset = try LatentDataset([path])
      var options = BatchLoader<LatentDataset>.Options()
      options.threads = 1
      options.normalization = Normalization(
        try ChannelStatistics(of: dataset, indices: Array(0..<min(64, dataset.count))))
      let loader = BatchLoader(dataset, options)
      var best = UInt64.max
      for run in 0..<runs {
        let start = processorTime()
        let batches = loader.epoch(run)
        while try batches.next() != nil {}
        best = min(best, processorTime() - start)
      }
      let milliseconds = Double(best) / 1e6 / Double(dataset.count)
      print("{\"samples\":\(dataset.count),\"milliseconds\":\(milliseconds)}")
    }
  }

  /// Processor time of the whole process in nanoseconds: batches are made on a thread of their own.
  private static func processorTime() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
