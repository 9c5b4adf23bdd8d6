import Bytes
import Codecs
import Foundation
import Media

/// Learns the model of the codec of music, and measures it: what the recipe `music_model.py` calls.
///
///     learn-music learn MODEL OUT SURENESS STEPS FILE…
///     learn-music measure RATES EFFORT FILE…
///
/// MODEL: a model file, of which the taps are taken; the built-in model is measured. STEPS: over the loudness of each
/// file, separated by commas. RATES: thousands of bits a second. EFFORT: usual, high, or classes: usual, without mixing.
@main
enum LearnMusic {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "learn" where arguments.count > 5:
      try learn(
        model: arguments[1], out: arguments[2], sureness: UInt8(arguments[3]) ?? 24,
        steps: arguments[4].split(separator: ",").compactMap { Float($0) }, files: arguments[5...])
    case "measure" where arguments.count > 3:
      try measure(
        rates: arguments[1].split(separator: ",").compactMap { Double($0) }, effort: arguments[2],
        files: arguments[3...])
    default:
      FileHandle.standardError.write(
        Data("usage: learn-music learn MODEL OUT SURENESS STEPS FILE… | measure RATES EFFORT FILE…\n".utf8))
      exit(64)
    }
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path)))
  }

  private static func learn(
    model: String, out: String, sureness: UInt8, steps: [Float], files: ArraySlice<String>
  ) throws {
    let training = try MusicTraining(bytes(model))
    for file in files {
      let sound = try AudioFormats.read(bytes(file)).sound
      for step in steps { training.learn(sound, step: step * loudness(sound)) }
    }
    try Data(training.file(sureness: sureness)).write(to: URL(filePath: out))
  }

  private static func loudness(_ sound: AudioBuffer) -> Float {
    let samples = sound.normalized
    let energy = samples.reduce(0.0) { $0 + Double($1) * Double($1) }
    return Float((energy / Double(max(samples.count, 1))).squareRoot()) + 1e-6
  }

  private static func measure(rates: [Double], effort: String, files: ArraySlice<String>) throws {
    let model = try MusicModel.builtIn()
    var sums = [Double](repeating: 0, count: rates.count)
    var times = (encoding: 0.0, decoding: 0.0, seconds: 0.0)
    for file in files {
      let source = try bytes(file)
      var line = ""
      for (index, rate) in rates.enumerated() {
        let result = try MusicMeasurement(source, kbps: rate) { properties, step in
          MusicCodec(
            properties, step: step, model: model, entropy: effort == "classes" ? .classes : .circuit,
            effort: SoundEffort(rawValue: effort) ?? .usual)
        }
        sums[index] += result.ratio
        times.encoding += result.encoding
        times.decoding += result.decoding
        times.seconds += result.seconds
        line += String(format: "  %6.2f dB at %5.2f", result.ratio, result.kbps)
      }
      print(file.split(separator: "/").last.map(String.init) ?? file, line)
    }
    print("mean", sums.map { String(format: "%6.3f", $0 / Double(files.count)) }.joined(separator: " "))
    print(
      String(
        format: "CPU seconds a second: %.5f to encode, %.5f to decode", times.encoding / times.seconds,
        times.decoding / times.seconds))
  }
}
