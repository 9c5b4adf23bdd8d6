import Bytes
import EntropyCoding
import Media
import Testing

@testable import Codecs

/// Summary embeddings as tensors: read, edited, written, decoded.
struct ConsistencyLatentTests {
  private static func tensor(
    _ sound: AudioBuffer, levels: SummaryLevels = .thirtyThree
  ) throws -> (tensor: SoundLatentTensor, file: [UInt8]) {
    let file = try ConsistencySounds.file(sound, ConsistencySounds.codec(sound.properties, levels: levels))
    return (try SoundLatentTensor(reading: MemorySource(file)), file)
  }

  @Test(
    "a file becomes a tensor and that file again, but for its gains",
    arguments: [(100_000, 44_100, 2), (760_000, 44_100, 1), (900_000, 48_000, 3)], SummaryLevels.allCases)
  func thereAndBack(_ sizes: (frames: Int, rate: Int, channels: Int), levels: SummaryLevels) throws {
    let sound = LatentSounds.sound(frames: sizes.frames, channels: sizes.channels, rate: sizes.rate)
    let (tensor, file) = try Self.tensor(sound, levels: levels)
    #expect(tensor.shape[..<2] == [(sizes.channels + 1) / 2, 537] && tensor.primaryChannels == 512)
    #expect(tensor.step == 1 / Float(levels.half) && tensor.deviations.count == 537)
    #expect(tensor.coefficients.prefix(512 * tensor.shape[2]).allSatisfy { abs($0) <= 1 })
    let again = try tensor.serialized()
    #expect(try again.count == file.count && SoundLatentTensor(reading: MemorySource(again)) == tensor)
    let copy = try SoundLatentTensor(
      symbols: tensor.symbols, channels: 537, step: tensor.step, model: ConsistencySounds.model.get(),
      properties: tensor.properties, frameCount: tensor.frameCount)
    #expect(copy == tensor)
  }

  @Test("the first channels alone are a mono sound") func primary() throws {
    let sound = LatentSounds.sound(frames: 70_000)
    let (tensor, _) = try Self.tensor(sound)
    let mono = try SoundLatentTensor(
      symbols: tensor.primarySymbols, channels: 512, step: tensor.step, model: ConsistencySounds.model.get(),
      properties: tensor.properties, frameCount: tensor.frameCount)
    guard case .integers(let samples) = try ConsistencySounds.read(mono.serialized()).samples else { return }
    #expect(samples[..<70_000] == samples[70_000...] && samples.contains { $0 != 0 })
  }

  @Test("between two sounds lies one that decodes") func interpolation() throws {
    let (first, file) = try Self.tensor(LatentSounds.sound(frames: 70_000))
    let (second, other) = try Self.tensor(
      SoundSamples.fading.sound(frames: 70_000, channels: 2, bits: 16, seed: 5))
    #expect(try first.mixed(with: second, share: 0) == first)
    #expect(try first.mixed(with: second, share: 1) == second)
    let half = try first.mixed(with: second, share: 0.5)
    for ((a, b), mixed) in zip(zip(first.symbols, second.symbols), half.symbols) {
      #expect(min(a, b) <= mixed && mixed <= max(a, b))
    }
    let decoded = try ConsistencySounds.read(half.serialized())
    let ends = try [file, other].map { try ConsistencySounds.read($0) }
    #expect(decoded.frameCount == 70_000 && !ends.contains(decoded))
    let coarse = try Self.tensor(LatentSounds.sound(frames: 70_000), levels: .eleven).tensor
    #expect(throws: CodecError.self) { try first.mixed(with: coarse, share: 0.5) }
    #expect(throws: CodecError.self) { try first.mixed(with: second, share: 1.5) }
  }

  @Test("one sound behind another") func concatenation() throws {
    let (first, _) = try Self.tensor(LatentSounds.sound(frames: 3 * ChunkShape.samples))
    let (second, _) = try Self.tensor(LatentSounds.sound(frames: 50_000))
    let joined = try first.joined(with: second)
    #expect(joined.frameCount == 3 * ChunkShape.samples + 50_000 && joined.shape[2] == 5)
    let decoded = try ConsistencySounds.read(joined.serialized())
    #expect(decoded.frameCount == joined.frameCount)
    // Nothing before a seam depends on what comes behind it, but for half a frame.
    let head = 0..<3 * ChunkShape.samples - ChunkTransform.half
    #expect(try decoded[head] == ConsistencySounds.read(first.serialized())[head])
    let other = try Self.tensor(LatentSounds.sound(frames: 50_000, rate: 48_000)).tensor
    #expect(throws: CodecError.self) { try other.joined(with: other) }
    #expect(throws: CodecError.self) { try first.joined(with: other) }
  }

  @Test("what does not fit is refused, what lies beyond the levels is held") func edited() throws {
    let model = try ConsistencySounds.model.get()
    let properties = ConsistencySounds.properties(channels: 1)
    func latents(_ symbols: [Int16], _ channels: Int, _ step: Float) throws -> SoundLatentTensor {
      try SoundLatentTensor(
        symbols: symbols, channels: channels, step: step, model: model, properties: properties,
        frameCount: 40_000)
    }
    let zeros = [Int16](repeating: 0, count: 2 * 537)
    #expect(throws: Never.self) { try latents(zeros, 537, 0.125) }
    #expect(throws: CodecError.self) { try latents(zeros, 537, 0.1) }
    #expect(throws: CodecError.self) { try latents(Array(zeros.dropLast()), 537, 0.125) }
    #expect(throws: CodecError.self) { try latents(zeros + zeros, 537, 0.125) }
    #expect(throws: CodecError.self) { try latents(zeros + zeros, 2 * 537, 0.125) }
    let wild = try latents(zeros.map { _ in 999 }, 537, 0.125)
    let held = try SoundLatentTensor(reading: MemorySource(wild.serialized()))
    #expect(held.primarySymbols.allSatisfy { $0 == 8 })
  }
}
