import Bytes
import Container
import Media
import TestSupport
import Testing

@testable import Codecs

/// Damaged groups of sounds without loss are refused, or decode to samples of the type.
struct LosslessSoundHostileTests {
  private static let frames = 500

  private static func group(_ level: LosslessSoundLevel) throws -> (LosslessSoundCodec, Container.Group) {
    let sound = SoundSamples.music.sound(frames: frames, channels: 3, bits: 16)
    let codec = LosslessSoundCodec(sound.properties, level: level)
    return (codec, codec.write(try codec.analyze(sound, frames: frames)))
  }

  /// Whether a group is refused; samples of one that is not lie in the range of their type.
  private static func isRefused(_ payload: [UInt8], _ state: UInt32, _ codec: LosslessSoundCodec) -> Bool {
    do {
      let latents = try codec.read(Container.Group(payload: payload, finalState: state), frames: frames)
      let sound = codec.synthesize(latents, before: nil, after: nil, frames: frames)
      guard case .integers(let samples) = sound.samples else { return false }
      #expect(samples.count == frames * 3 && samples.allSatisfy { Int16(exactly: $0) != nil })
      return false
    } catch {
      guard case .corruptData = error else {
        Issue.record("\(error)")
        return false
      }
      return true
    }
  }

  @Test(arguments: LosslessSoundLevel.allCases)
  func flipsAndTruncations(level: LosslessSoundLevel) throws {
    let (codec, group) = try Self.group(level)
    let payload = Array(group.payload)
    var random = SeededRandom(6)
    for index in payload.indices {
      var broken = payload
      broken[index] ^= UInt8(1 + random.next(below: 255))
      let isRefused = Self.isRefused(broken, group.finalState, codec)
      // Behind the plans, the state of the coder finds everything, but for the end: of its bytes a part says nothing.
      if level == .standard, (1 + 3 * 13..<payload.count - 8).contains(index) {
        #expect(isRefused, "byte \(index)")
      }
      #expect(Self.isRefused(Array(payload[..<index]), group.finalState, codec), "cut at \(index)")
    }
    #expect(Self.isRefused(payload + [1, 2, 3, 4], group.finalState, codec) || level == .standard)
    #expect(!Self.isRefused(payload, group.finalState, codec))
  }

  @Test(arguments: LosslessSoundLevel.allCases)
  func noise(level: LosslessSoundLevel) throws {
    let (codec, group) = try Self.group(level)
    var random = SeededRandom(7)
    for round in 0..<200 {
      let start = round % 2 == 0 ? 0 : 1 + 3 * 13
      let payload = group.payload.prefix(start) + random.integers(random.next(below: 3000))
      _ = Self.isRefused(Array(payload), group.finalState, codec)
    }
  }

  @Test func plans() throws {
    let (codec, group) = try Self.group(.standard)
    func bytes(_ copied: UInt8, _ unit: UInt32, _ lowest: Int32, _ highest: Int32) -> [UInt8] {
      var writer = ByteWriter()
      writer.write(copied)
      writer.write(unit)
      writer.write(UInt32(bitPattern: lowest))
      writer.write(UInt32(bitPattern: highest))
      return writer.bytes
    }
    for plan in [
      bytes(1, 0, 0, 0), bytes(200, 0, 0, 0), bytes(0, 0, 0, 1), bytes(0, 1, 2, 1),
      bytes(0, .max, -2, 2), bytes(0, 1 << 31, -1, 1), bytes(0, 1, -32769, -32769), bytes(0, 2, 0, 16384),
      // Lists.
      bytes(0, 0, 0, 1), bytes(0, 0, 0, .max), bytes(0, 0, .max, 2) + [1], bytes(0, 0, 0, 3) + [1, 0],
      bytes(0, 0, 0, 2) + [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1],
    ] {
      let payload =
        [255] + plan + [0, 1, 0, 0, 0, 5, 0, 0, 0, 5, 0, 0, 0, 1] + Array(repeating: 0, count: 40)
      #expect(Self.isRefused(payload, group.finalState, codec))
    }
    for meaning: UInt8 in [0, 1, 127, 128, 129, 254] {
      #expect(Self.isRefused([meaning] + group.payload.dropFirst(), group.finalState, codec))
    }
  }

  @Test func parameters() throws {
    let properties = AudioProperties(sampleRate: 1, channelCount: 1, sampleType: .integer(bits: 8))
    for level in LosslessSoundLevel.allCases {
      let codec = try LosslessSoundCodec(
        parsing: LosslessSoundCodec(properties, level: level).parameters, properties)
      #expect(codec.level == level)
    }
    for bytes: [UInt8] in [[], [2], [255], [0, 0], [1, 1]] {
      #expect(throws: CodecError.self) { try LosslessSoundCodec(parsing: bytes, properties) }
    }
  }
}
