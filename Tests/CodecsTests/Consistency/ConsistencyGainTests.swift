import Bytes
import Media
import TestSupport
import Testing

@testable import Codecs

/// Gains of the noise of bands.
struct ConsistencyGainTests {
  private static let frames = 16 * ChunkShape.samples

  /// Noise over all bands, which no music is like, and whose latents alone make it 12 dB too quiet in the treble.
  private static func noise() throws -> (codec: ConsistencyCodec, sound: AudioBuffer) {
    var random = SeededRandom(3)
    let properties = ConsistencySounds.properties()
    let line = (0..<frames).map { _ in Int32(random.next(below: 60_000)) - 30_000 }
    let channels = properties.channelCount
    let sound = AudioBuffer(
      properties, .integers((0..<channels * frames).map { line[$0 % frames] }))
    return (try ConsistencySounds.codec(properties), sound)
  }

  @Test func levels() throws {
    let (codec, sound) = try Self.noise()
    let pair = try codec.analyze(sound, frames: Self.frames).pairs[0]
    #expect(pair.gains.count == BandGains.spans(of: pair.chunks.count))
    #expect(pair.gains.joined().contains { $0 > 6 })
    var without = pair
    without.gains = []
    let mid = Self.energies(sound)
    let (louder, plain) = (Self.energies(pair, codec), Self.energies(without, codec))
    for band in 4..<ChunkShape.bands {
      #expect(louder[band] / mid[band] > 0.6 && louder[band] / mid[band] < 1.1, "band \(band)")
    }
    #expect(plain[ChunkShape.bands - 1] / mid[ChunkShape.bands - 1] < 0.4)
  }

  /// Beside a layer that tells most of the waveform, noise stands for what the layer leaves.
  @Test func noiseBesideLayer() throws {
    let (plain, sound) = try Self.noise()
    let codec = plain.with(step: 0.5)
    let pair = try codec.analyze(sound, frames: Self.frames).pairs[0]
    let mid = Self.energies(sound)
    let (known, all) = (
      Self.energies(pair, codec, refinement: .meanOnly), Self.energies(pair, codec)
    )
    for band in 4..<ChunkShape.bands {
      let share = (all[band] - known[band]) / (mid[band] - known[band])
      // An aim at the whole energy, most of which is known, would leave none. In the treble, of which latents expect little,
      // small gains leave none either: the search has to go on.
      #expect(share > 0.4 && share < 1, "band \(band): \(share)")
    }
  }

  @Test func gainsComeBack() throws {
    let (codec, sound) = try Self.noise()
    let latents = try codec.analyze(sound, frames: Self.frames)
    let group = codec.write(latents)
    #expect(try codec.read(group, frames: Self.frames) == latents)
    var payload = Array(group.payload)
    // Behind the form and the flags.
    for value in [25, -25, 127] {
      payload[2 + 7] = UInt8(bitPattern: Int8(value))
      #expect(throws: CodecError.self) {
        try codec.read(.init(payload: payload, finalState: group.finalState), frames: Self.frames)
      }
    }
  }

  private static func sums(_ chunks: [[Float]]) -> [Float] {
    var result = [Float](repeating: 0, count: ChunkShape.bands)
    for chunk in chunks {
      let sums = ChunkShape.bandSums(chunk.map { $0 * $0 }, bins: ChunkShape.hop, bands: ChunkShape.bands)
      for (cell, sum) in sums.enumerated() { result[cell % ChunkShape.bands] += sum }
    }
    return result
  }

  /// Of the first channel, without its ends.
  private static func energies(_ sound: AudioBuffer) -> [Float] {
    guard case .integers(let samples) = sound.samples else { return [] }
    let line = samples[..<frames].map { Float($0) / 32768 * ChunkShape.unit }
    return sums((1..<14).map { ConsistencyCodec.coefficients(line, from: $0 * ChunkShape.samples) })
  }

  private static func energies(
    _ pair: ConsistencyLatents.Pair, _ codec: ConsistencyCodec, refinement: Refinement = .steps(0)
  ) -> [Float] {
    let synthesis = PairSynthesis(model: codec.model, levels: .thirtyThree, refinement: refinement)
    let made = pair.chunks.indices.map { chunk in
      let noise = ChunkNoise(seed: 1, pair: 0, chunk: chunk)
      let range = chunk * ChunkShape.samples..<(chunk + 1) * ChunkShape.samples
      let parts = codec.waveform.map { layer in pair.waveform.map { layer.part($0[range]) } } ?? []
      return synthesis.next(pair.chunks[chunk], waveform: parts, gains: pair.gains(of: chunk)) {
        noise($0, bins: $1)
      }.mid
    }
    return sums(Array(made[1..<14]))
  }
}
