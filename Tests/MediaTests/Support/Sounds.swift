import Bytes
import Media
import TestSupport

extension AudioBuffer {
  /// Every sample drawn from the full range, whose ends are among them.
  static func random(
    _ type: SampleType, channels: Int, frames: Int, rate: Int = 44100, speakers: UInt32? = nil,
    seed: UInt64 = 1
  ) -> AudioBuffer {
    var random = SeededRandom(seed)
    let properties = AudioProperties(
      sampleRate: rate, channelCount: channels, sampleType: type, speakers: speakers)
    let count = channels * frames
    switch type {
    case .integer(let bits):
      let range = Int32.min >> Int32(32 - bits)...Int32.max >> Int32(32 - bits)
      var values = (0..<count).map { _ in Int32.random(in: range, using: &random) }
      for (index, value) in zip(values.indices, [range.lowerBound, range.upperBound, 0, -1]) {
        values[values.count - 1 - index] = value
      }
      return AudioBuffer(properties, .integers(values))
    case .float: return AudioBuffer(properties, .floats(random.floats(count, in: -1...1)))
    }
  }

  /// Lengths that are odd, a piece, and nothing.
  static let frameCounts = [0, 1, 3, 1001]
}

/// A format with the types it holds.
struct FormatCase: Sendable {
  let format: any AudioFormat
  let types: [SampleType]

  static let all = [
    FormatCase(format: WAVFormat(), types: (8...32).map { .integer(bits: $0) } + [.float]),
    FormatCase(format: FLACFormat(), types: [8, 16, 24].map { .integer(bits: $0) }),
    FormatCase(format: AIFFFormat(), types: [16, 24, 32].map { .integer(bits: $0) } + [.float]),
  ]
}

extension AudioMetadata {
  init(_ tags: [(String, String)]) {
    self.init()
    self.tags = tags.map { Tag($0, $1) }
  }
}

/// All of a sound, in pieces of the given number of frames.
func readInPieces(_ reader: any AudioReader, of frames: Int) throws(CodecError) -> AudioBuffer {
  var pieces: [AudioBuffer] = []
  while let piece = try reader.read(upTo: frames) { pieces.append(piece) }
  return AudioBuffer(joining: pieces, properties: reader.properties)
}
