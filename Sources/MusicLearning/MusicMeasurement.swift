import Bytes
import Codecs
import Container
import Foundation
import Media

/// One sound at one rate: what comes back, and the time that takes.
struct MusicMeasurement {
  /// Signal to noise over all channels, in decibels, at exactly the rate asked for.
  let ratio: Double
  /// Of the file that was made.
  let kbps: Double
  let seconds: Double
  /// CPU seconds, without the search for the step.
  let encoding: Double
  let decoding: Double

  /// What a rate is worth, in decibels for each doubling: files are nearly as large as asked for.
  private static let worth = 6.5

  init(_ source: [UInt8], kbps: Double, codec: (AudioProperties, Float) -> MusicCodec) throws {
    let sound = try AudioFormats.read(source).sound
    var search = RateSearch(target: kbps, steps: 1e-5...1)
    var best: (error: Double, file: [UInt8], time: Double)?
    while best.map({ $0.error > 0.004 }) ?? true, search.tries < 9 {
      let step = search.next
      let start = clock()
      let coded = try Self.encode(source, step: step, codec: codec)
      let time = Double(clock() - start) / Double(CLOCKS_PER_SEC)
      let rate = Double(coded.count) * 8 / sound.seconds / 1000
      search.add(step: step, size: rate)
      let error = abs(rate / kbps - 1)
      if error < best?.error ?? .infinity { best = (error, coded, time) }
    }
    let (_, file, time) = best ?? (0, [], 0)
    seconds = sound.seconds
    let start = clock()
    let decoded = try SoundFileReader(MemorySource(file)).readAll()
    decoding = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    encoding = time
    self.kbps = Double(file.count) * 8 / sound.seconds / 1000
    var energy = 0.0
    var noise = 0.0
    for (x, y) in zip(sound.normalized, decoded.normalized) {
      energy += Double(x) * Double(x)
      noise += Double(x - y) * Double(x - y)
    }
    ratio = 10 * log10(energy / noise) + Self.worth * log2(kbps / self.kbps)
  }

  private static func encode(
    _ source: [UInt8], step: Float, codec: (AudioProperties, Float) -> MusicCodec
  ) throws -> [UInt8] {
    let reader = try AudioFormats.reader(MemorySource(source))
    let sink = MemorySink()
    _ = try SoundFileWriter.write(
      reader, codec: codec(reader.properties, step), scratch: MemoryScratch(),
      to: sink)
    return sink.bytes
  }
}
