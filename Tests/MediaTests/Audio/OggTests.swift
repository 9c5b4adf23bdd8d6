import Bytes
import CSndfile
import Media
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct OggTests {
  /// A file of sines, made by libsndfile: channel `c`, from 1, has the amplitude c/20 and, where it is not of low
  /// frequency, 300 Hz.
  private func file(_ kind: Int, channels: Int, frames: Int) throws -> [UInt8] {
    var template = Array("/tmp/codec-ogg-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    try #require(descriptor >= 0)
    defer { unlink(template) }
    var info = SF_INFO()
    info.samplerate = 48000
    info.channels = Int32(channels)
    info.format = Int32(SF_FORMAT_OGG | kind)
    let handle = try #require(sf_open_fd(descriptor, Int32(SFM_WRITE), &info, 1))
    sf_set_string(handle, Int32(SF_STR_TITLE), "Sines")
    let values = (0..<frames * channels).map { index -> Float in
      let (frame, channel) = index.quotientAndRemainder(dividingBy: channels)
      let phase = 2 * Double.pi * 300 / 48000 * Double(frame)
      return Float(channel + 1) / 20 * Float(sin(phase))
    }
    try #require(sf_writef_float(handle, values, sf_count_t(frames)) == frames)
    sf_close(handle)
    let stream = try #require(fopen(template, "rb"))
    defer { fclose(stream) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, stream)
    return Array(bytes[..<count])
  }

  @Test(arguments: [SF_FORMAT_VORBIS, SF_FORMAT_OPUS])
  func soundsAreRead(_ kind: Int) throws {
    for channels in 1...2 {
      let (sound, metadata) = try AudioFormats.read(file(kind, channels: channels, frames: 9601))
      #expect(sound.frameCount == 9601 && metadata["TITLE"] == "Sines")
      let expected = AudioProperties(sampleRate: 48000, channelCount: channels, sampleType: .float)
      #expect(sound.properties == expected)
      for (channel, amplitude) in amplitudes(of: sound).enumerated() {
        #expect(abs(amplitude - Float(channel + 1) / 20) < 0.003)
      }
    }
  }

  /// Vorbis has left, centre, right; we have left, right, centre.
  @Test func channelsAreInTheOrderOfSpeakers() throws {
    let (sound, _) = try AudioFormats.read(file(SF_FORMAT_VORBIS, channels: 5, frames: 9600))
    #expect(sound.properties.speakers == 0x37)
    for (amplitude, place) in zip(amplitudes(of: sound), [1, 3, 2, 4, 5] as [Float]) {
      #expect(abs(amplitude - place / 20) < 0.005)
    }
  }

  private func amplitudes(of sound: AudioBuffer) -> [Float] {
    let values = sound.normalized
    return (0..<sound.properties.channelCount).map { channel in
      // Away from the ends, over whole periods.
      let piece = values[channel * sound.frameCount + 1600..<channel * sound.frameCount + 8000]
      return (piece.reduce(0) { $0 + $1 * $1 } / Float(piece.count) * 2).squareRoot()
    }
  }

  @Test func damageIsContained() throws {
    let file = try file(SF_FORMAT_VORBIS, channels: 1, frames: 2000)
    for position in stride(from: 0, to: file.count, by: 3) {
      var damaged = file
      damaged[position] ^= 0x41
      let frames = try? AudioFormats.read(damaged).sound.frameCount
      #expect(frames ?? 0 <= 1 << 16)
      _ = try? AudioFormats.read(Array(file[..<position]))
    }
  }
}
