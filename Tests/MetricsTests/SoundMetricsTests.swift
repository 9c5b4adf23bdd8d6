import Bytes
import Media
import Metrics
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct SoundMetricsTests {
  private static let frames = 20011

  /// Numbers from -0.5 to 0.5, the same as the script that made the figures below drew.
  private static func noise(_ seed: UInt32, _ count: Int = frames) -> [Double] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Double(state >> 8) / 0x1p24 - 0.5
    }
  }

  private static func triangle(_ step: Int) -> [Double] {
    (0..<frames).map { frame in
      let phase = frame * step % 4096
      return Double(phase < 2048 ? phase : 4096 - phase) / 2048 - 0.5
    }
  }

  private static let original: Waveforms = {
    let first = zip(triangle(37), noise(1)).map { Float(0.8 * $0) + Float(0.05 * $1) }
    return Waveforms(
      sampleRate: 44100, channelCount: 2, values: first + triangle(301).map { Float(0.5 * $0) })
  }()

  private static let noisy = Waveforms(
    sampleRate: 44100, channelCount: 2,
    values: zip(original.values, noise(2) + noise(3)).map { Float(Double($0) * 0.95 + 0.02 * $1) })

  /// Figures of NumPy and SciPy (`scipy.signal.stft`, in doubles) on the same waveforms.
  @Test func agreesWithNumPy() throws {
    let (original, noisy) = (Self.original, Self.noisy)
    #expect(abs(try #require(try noisy.snr(against: original)) - 24.69046405698881) < 1e-9)
    #expect(abs(try #require(try noisy.siSDR(against: original)) - 30.02449903937429) < 1e-9)
    #expect(abs(try #require(try noisy.logMelDistance(against: original)) - 3.3927606569037456) < 1e-4)
    #expect(abs(try #require(try noisy.spectralDistance(against: original)) - 1.1624832399951897) < 1e-4)
  }

  @Test func equalSounds() throws {
    let sound = Self.original
    #expect(try sound.snr(against: sound) == .infinity)
    #expect(try sound.siSDR(against: sound) == .infinity)
    #expect(try sound.logMelDistance(against: sound) == 0)
    #expect(try sound.spectralDistance(against: sound) == 0)
  }

  /// Half of a white noise: 6.02 dB in every band, ln 2 in every bin.
  @Test func halfTheAmplitude() throws {
    let values = Self.noise(7, 30000).map { Float($0) }
    let sound = Waveforms(sampleRate: 48000, channelCount: 1, values: values)
    let half = Waveforms(sampleRate: 48000, channelCount: 1, values: values.map { -$0 / 2 })
    let decibels = 20 * log10(2.0)
    #expect(abs(try #require(try half.snr(against: sound)) + 20 * log10(1.5)) < 1e-9)
    #expect(try half.siSDR(against: sound) == .infinity)
    #expect(abs(try #require(try half.logMelDistance(against: sound)) - decibels) < 1e-4)
    #expect(abs(try #require(try half.spectralDistance(against: sound)) - (0.5 + log(2.0))) < 1e-3)
  }

  /// Noise at right angles to the signal, whatever the channels.
  @Test func orthogonalNoise() throws {
    for channels in [1, 2] {
      let signal = Waveforms(sampleRate: 8000, channelCount: channels, values: [0.5, 0, 0.5, 0])
      let other = Waveforms(sampleRate: 8000, channelCount: channels, values: [0.5, 0.05, 0.5, 0.05])
      #expect(abs(try #require(try other.snr(against: signal)) - 20) < 1e-6)
      #expect(abs(try #require(try other.siSDR(against: signal)) - 20) < 1e-6)
    }
    let signal = Waveforms(sampleRate: 8000, channelCount: 1, values: [1, 0])
    let stranger = Waveforms(sampleRate: 8000, channelCount: 1, values: [0, 1])
    #expect(try stranger.siSDR(against: signal) == nil)
    #expect(abs(try #require(try stranger.snr(against: signal)) + 10 * log10(2.0)) < 1e-9)
  }

  @Test func silenceAndNothing() throws {
    let silence = Waveforms(sampleRate: 44100, channelCount: 2, values: Array(repeating: 0, count: 6000))
    let sound = Waveforms(
      sampleRate: 44100, channelCount: 2, values: Self.noise(1, 6000).map { Float($0) })
    #expect(try sound.snr(against: silence) == nil && silence.snr(against: silence) == .infinity)
    #expect(try silence.snr(against: sound) == 0)
    #expect(try sound.siSDR(against: silence) == nil && silence.siSDR(against: sound) == nil)
    #expect(try sound.logMelDistance(against: silence) == nil)
    #expect(try sound.spectralDistance(against: silence) == nil)
    #expect(try #require(try silence.logMelDistance(against: sound)) > 20)
    let nothing = Waveforms(sampleRate: 44100, channelCount: 1, values: [])
    #expect(try nothing.snr(against: nothing) == .infinity && nothing.siSDR(against: nothing) == nil)
    #expect(try nothing.logMelDistance(against: nothing) == nil)
    #expect(try nothing.spectralDistance(against: nothing) == nil)
  }

  @Test func differentSoundsAreRefused() {
    let sound = Waveforms(sampleRate: 8000, channelCount: 2, values: [0, 0, 0, 0])
    for other in [
      Waveforms(sampleRate: 8001, channelCount: 2, values: [0, 0, 0, 0]),
      Waveforms(sampleRate: 8000, channelCount: 1, values: [0, 0, 0, 0]),
      Waveforms(sampleRate: 8000, channelCount: 2, values: [0, 0]),
    ] {
      #expect(throws: CodecError.self) { try other.snr(against: sound) }
      #expect(throws: CodecError.self) { try other.siSDR(against: sound) }
      #expect(throws: CodecError.self) { try other.logMelDistance(against: sound) }
      #expect(throws: CodecError.self) { try other.spectralDistance(against: sound) }
    }
  }

  @Test func soundsAreTakenOverFullScale() {
    let properties = AudioProperties(sampleRate: 44100, channelCount: 2, sampleType: .integer(bits: 16))
    let sound = Waveforms(AudioBuffer(properties, .integers([-32768, 16384, 0, 1])))
    #expect(sound == Waveforms(sampleRate: 44100, channelCount: 2, values: [-1, 0.5, 0, 0x1p-15]))
  }
}
