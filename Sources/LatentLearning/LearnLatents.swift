import Bytes
import Codecs
import Foundation
import Media

/// Learns the circuit file of a built-in model: what the recipe `circuit.py` calls.
///
///     learn-latents MODEL TAPS LIST OUT
///
/// TAPS: lines of plane, place among the references or -1, row, column, weight. LIST: lines of a picture and a step, or
/// for a model of sounds of a sound and a step over full scale.
@main
enum LearnLatents {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 5 else {
      FileHandle.standardError.write(Data("usage: learn-latents MODEL TAPS LIST OUT\n".utf8))
      exit(64)
    }
    let taps = try lines(arguments[2])
    let list = try lines(arguments[3]).compactMap { line -> (path: String, step: Float)? in
      guard let space = line.lastIndex(of: " "), let step = Float(line[line.index(after: space)...]) else {
        return nil
      }
      return (String(line[..<space]), step)
    }
    let ofSounds = ModelStore.soundNames.contains(arguments[1])
    let file = try ofSounds ? sounds(arguments[1], taps, list) : pictures(arguments[1], taps, list)
    try Data(file).write(to: URL(filePath: arguments[4]))
  }

  private static func pictures(
    _ name: String, _ lines: [Substring], _ list: [(path: String, step: Float)]
  ) throws -> [UInt8] {
    let model = try ModelStore.model(named: name, entropy: .classes)
    let taps = taps(lines, planes: LatentCircuitTraining.planeCount(of: model))
    return try LatentCircuitTraining(model: model, taps: taps).learn(list) { path in
      try ImageFormats.read([UInt8](Data(contentsOf: URL(filePath: path))))
    }
  }

  private static func sounds(
    _ name: String, _ lines: [Substring], _ list: [(path: String, step: Float)]
  ) throws -> [UInt8] {
    let model = try ModelStore.soundModel(named: name, entropy: .classes)
    let taps = taps(lines, planes: SoundCircuitTraining.planeCount(of: model))
    return try SoundCircuitTraining(model: model, taps: taps).learn(list) { path in
      try AudioFormats.reader(MemorySource([UInt8](Data(contentsOf: URL(filePath: path)))))
    }
  }

  private static func lines(_ path: String) throws -> [Substring] {
    try String(contentsOf: URL(filePath: path), encoding: .utf8).split(separator: "\n")
  }

  /// Sixteen places a plane, the unused ones zero.
  private static func taps(_ lines: [Substring], planes: Int) -> [Int16] {
    var taps = [Int16](repeating: 0, count: planes * 16 * 4)
    var used = [Int](repeating: 0, count: planes)
    for line in lines {
      let numbers = line.split(separator: " ").compactMap { Int16($0) }
      guard numbers.count == 5, used.indices.contains(Int(numbers[0])), used[Int(numbers[0])] < 16 else {
        continue
      }
      let plane = Int(numbers[0])
      let start = (plane * 16 + used[plane]) * 4
      taps.replaceSubrange(start..<start + 4, with: numbers[1...])
      used[plane] += 1
    }
    return taps
  }
}
