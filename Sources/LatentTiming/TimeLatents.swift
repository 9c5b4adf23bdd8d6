import Codecs
import Foundation

/// Times the decoding of `.cdc` files up to their latents, on one thread: no network runs.
///
///     time-latents RUNS FILE...
///
/// Every run decodes each file once, one after the other, so that whatever else the machine does falls on all alike.
/// Prints the milliseconds of processor time of the best run and of the median one, and what the first file's are to
/// each file's.
@main
enum TimeLatents {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 2, let runs = Int(arguments[1]), runs > 0 else {
      FileHandle.standardError.write(Data("usage: time-latents RUNS FILE...\n".utf8))
      exit(64)
    }
    let files = try arguments[2...].map { path in
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
      return (path, bytes, try ModelStore.model(ImageFile.identity(of: bytes)))
    }
    var times = [[Double]](repeating: [], count: files.count)
    for _ in 0..<runs {
      for (place, (_, bytes, model)) in files.enumerated() {
        let start = processorTime()
        _ = try ImageFile(parsing: bytes, model: model)
        times[place].append(Double(processorTime() - start) / 1e6)
      }
    }
    let sorted = times.map { $0.sorted() }
    for (place, (path, bytes, _)) in files.enumerated() {
      let (best, median) = (sorted[place][0], sorted[place][runs / 2])
      let ratios = (sorted[0][0] / best, sorted[0][runs / 2] / median)
      print(
        String(
          format: "%8d bytes  best %7.2f ms (%.3f)  median %7.2f ms (%.3f)  ", bytes.count, best, ratios.0,
          median, ratios.1) + path)
    }
  }

  /// Processor time of this thread in nanoseconds.
  private static func processorTime() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
