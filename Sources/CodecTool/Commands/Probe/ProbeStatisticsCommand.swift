import ArgumentParser
import Bytes
import CompressedLearning

/// What there is in the channels of latents.
struct ProbeStatisticsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Tell mean, deviation, range, zeros and entropy of every channel.",
    discussion: """
      Means and deviations are those of coefficients, symbols times the step; ranges are those of symbols. Entropies are bits a \
      symbol by the counts of the channel alone.

      """ + ExitStatus.helpText)

  @OptionGroup var data: ProbeDataOptions

  @Option(
    help: ArgumentHelp("Of pictures scaled down to so many times fewer numbers: 4, 16 or 64.", valueName: "n")
  )
  var pixels: Int?

  @Flag(name: .customLong("json"), help: "Write a JSON object.")
  var writesJSON = false

  func run() throws {
    let dataset = try data.dataset(pixels: pixels, classes: nil)
    let statistics: ChannelStatistics
    do {
      statistics = try ChannelStatistics(of: dataset, threads: data.threading.count)
    } catch {
      throw ToolError(error.description, ExitStatus(error))
    }
    try StandardStreams.print(writesJSON ? json(statistics, dataset).line : text(statistics, dataset))
  }

  private func text(_ statistics: ChannelStatistics, _ dataset: MemoryDataset) -> String {
    func right(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    let counts = (0..<dataset.classes.count).map { number in
      let samples = (0..<dataset.count).count { dataset.label($0) == number }
      return "\(dataset.classes[number]): \(samples)"
    }
    let rows = statistics.means.indices.map { channel in
      let range = statistics.ranges[channel]
      return right("\(channel)", 7) + right(Figures.fixed(Double(statistics.means[channel]), decimals: 2), 11)
        + right(Figures.fixed(Double(statistics.deviations[channel]), decimals: 2), 11)
        + right("\(range.lowerBound)..\(range.upperBound)", 14)
        + right(Figures.fixed(100 * statistics.zeros[channel], decimals: 1) + " %", 9)
        + right(Figures.fixed(statistics.entropies[channel], decimals: 2), 7)
    }
    let head = "channel       mean  deviation       symbols    zeros   bits"
    return (["\(Figures.count(dataset.count, "sample"))", counts.joined(separator: ", "), head] + rows)
      .joined(separator: "\n")
  }

  private func json(_ statistics: ChannelStatistics, _ dataset: MemoryDataset) -> JSON {
    .object([
      ("samples", .integer(dataset.count)), ("classes", .array(dataset.classes.map { .text($0) })),
      (
        "channels",
        .array(
          statistics.means.indices.map { channel in
            .object([
              ("mean", .real(statistics.means[channel])),
              ("deviation", .real(statistics.deviations[channel])),
              ("least", .integer(statistics.ranges[channel].lowerBound)),
              ("largest", .integer(statistics.ranges[channel].upperBound)),
              ("zeros", .real(statistics.zeros[channel])), ("bits", .real(statistics.entropies[channel])),
            ])
          })
      ),
    ])
  }
}
