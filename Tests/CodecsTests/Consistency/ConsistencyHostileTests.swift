import Bytes
import Container
import Foundation
import Media
import Neural
import TestSupport
import Testing

@testable import Codecs

/// Damaged files and models of the consistency codec are refused, or decode to a sound of the length that they say.
struct ConsistencyHostileTests {
  private static let frames = 50_000

  private static func small() throws -> (codec: ConsistencyCodec, group: Container.Group) {
    let sound = LatentSounds.sound(frames: frames, channels: 3)
    let codec = try ConsistencySounds.codec(sound.properties)
    return (codec, codec.write(try ConsistencySounds.latents(sound, codec)))
  }

  private static func differences(_ first: ConsistencyLatents, _ second: ConsistencyLatents) -> Int {
    zip(first.pairs, second.pairs).reduce(0) { count, pairs in
      count
        + zip(pairs.0.chunks.joined(), pairs.1.chunks.joined()).count { $0 != $1 }
    }
  }

  @Test func damagedPayloads() throws {
    let (codec, group) = try Self.small()
    let whole = try codec.read(group, frames: Self.frames)
    var random = SeededRandom(4)
    for index in stride(from: 0, to: group.payload.count, by: 3) {
      var payload = Array(group.payload)
      payload[index] ^= UInt8(1 + random.next(below: 255))
      for payload in [payload, Array(payload[..<index])] {
        let broken = Container.Group(payload: payload, finalState: group.finalState)
        // The end of a range coder's bytes tells of the last symbols alone, and its state nothing of them: what is
        // damaged there is found by the checksum of the group, as is another gain.
        guard let read = try? codec.read(broken, frames: Self.frames) else { continue }
        let hasOtherGains = read.pairs.map(\.gains) != whole.pairs.map(\.gains)
        #expect(Self.differences(read, whole) <= 2 && (hasOtherGains || index >= group.payload.count - 4))
      }
    }
  }

  /// Symbols of noise are symbols: whatever they are, a sound of the right length comes out.
  @Test func randomSymbols() throws {
    let properties = ConsistencySounds.properties()
    let codec = try ConsistencySounds.codec(properties, steps: 2)
    var random = SeededRandom(9)
    let chunks = (0..<2).map { _ in
      (0..<536).map { Int8(Int(random.next(below: $0 < 512 ? 33 : 17)) - ($0 < 512 ? 16 : 8)) }
    }
    let synthesis = GroupSynthesis(
      ConsistencyLatents(pairs: [.init(chunks: chunks)]), codec: codec, refinement: .steps(2), group: 0,
      frames: Self.frames)
    while !synthesis.isMade { synthesis.make() }
    for chunk in synthesis.ready { #expect(chunk?.joined().allSatisfy(\.isFinite) == true) }
  }

  @Test func damagedParameters() throws {
    let good = try Self.small().codec.stored.serialized()
    #expect(try ConsistencyParameters(parsing: good).serialized() == good)
    for bad in [[], good + [0], Array(good.dropLast())] {
      #expect(throws: CodecError.self) { try ConsistencyParameters(parsing: bad) }
    }
    for (index, value) in [(0, 1), (1, 0), (1, 32), (2, 3), (2, 255)] {
      var bad = good
      bad[index] = UInt8(value)
      #expect(throws: CodecError.self) { try ConsistencyParameters(parsing: bad) }
    }
  }

  @Test("lost groups are silent, what is left is there") func lostGroups() throws {
    let sound = LatentSounds.sound(frames: 1_700_000)
    let codec = try ConsistencySounds.codec(sound.properties)
    let whole = try ConsistencySounds.file(sound, codec)
    let summary = try SoundFileSummary(MemorySource(whole))
    var file = whole
    file[file.count - 4 - summary.groupBytes[2] - summary.groupBytes[1] / 2] ^= 1
    #expect(throws: CodecError.self) { try ConsistencySounds.read(file) }
    let reader = try SoundFileReader(MemorySource(file), threads: 2, toleratesDamage: true)
    let decoded = try reader.readAll()
    #expect(reader.damage.map(\.group) == [1] && decoded.frameCount == sound.frameCount)
    let group = codec.groupFrames
    let expected = try ConsistencySounds.read(whole)
    #expect(decoded[group..<2 * group] == AudioBuffer(zeros: group, sound.properties))
    for span in [0..<group - 512, 2 * group + 512..<sound.frameCount] {
      #expect(decoded[span] == expected[span])
    }
    #expect(decoded[group - 512..<group] != AudioBuffer(zeros: 512, sound.properties))
  }

  @Test func damagedModels() throws {
    let files = try ModelStore.files(named: "music-64x")
    #expect(throws: Never.self) { try ConsistencyModel(files) }
    #expect(throws: CodecError.self) { try SoundModel(files) }
    let text = String(decoding: files.description, as: UTF8.self)
    for (old, new) in [
      ("\"width\": 192", "\"width\": 128"), ("\"width\": 192", "\"width\": -64"),
      ("\"width\": 192", "\"width\": 100000000"), ("\"time\": 8", "\"time\": 3"),
      ("\"time\": 8", "\"time\": 4"), ("\"decoder\": 5", "\"decoder\": 6"),
      ("\"decoder\": 5", "\"decoder\": -1"),
      ("\"rate\": 44100", "\"rate\": 48000"), ("80.0,", ""), ("80.0,", "-80.0,"),
      ("\"format\": 1", "\"format\": 2"),
      ("consistency", "wavelet-sound"), ("\"steps\": ", "\"steps\": 9"),
    ] {
      let changed = text.replacing(old, with: new)
      #expect(changed != text, "\(old)")
      var bad = files
      bad.description = Array(changed.utf8)
      #expect(throws: CodecError.self, "\(new)") { try ConsistencyModel(bad) }
    }
    for name in ["anchor_analysis.step", "decoder.layers.2.context", "side_scale", "refiner.scales", "fill"] {
      var bad = files
      bad.weights = try Self.changed(files.weights, array: name)
      #expect(throws: CodecError.self, "\(name)") { try ConsistencyModel(bad) }
    }
    var bad = files
    bad.weights.removeLast(100)
    #expect(throws: CodecError.self) { try ConsistencyModel(bad) }
    bad = files
    bad.entropy = files.weights
    #expect(throws: CodecError.self) { try ConsistencyModel(bad) }
  }

  /// The first number of an array becomes what is no number: all its bits are ones.
  private static func changed(_ weights: [UInt8], array name: String) throws -> [UInt8] {
    let length = Int(weights[0]) | Int(weights[1]) << 8 | Int(weights[2]) << 16
    let header = try JSONSerialization.jsonObject(with: Data(weights[8..<8 + length])) as? [String: Any]
    let entry = try #require(header?[name] as? [String: Any])
    let offsets = try #require(entry["data_offsets"] as? [Int])
    var changed = weights
    for byte in 0..<4 { changed[8 + length + offsets[0] + byte] = 0xFF }
    return changed
  }
}
