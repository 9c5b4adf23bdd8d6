import Bytes
import Media
import Testing

@testable import CodecTool

struct SoundTests {
  /// Two tones that differ, with a little noise.
  private static func sound(_ type: SampleType = .integer(bits: 16), frames: Int = 5000) -> AudioBuffer {
    let properties = AudioProperties(sampleRate: 44100, channelCount: 2, sampleType: type)
    let values = (0..<2 * frames).map { index -> Int32 in
      let phase = Int32(index * (37 + index / frames) % 400)
      return 60 * (abs(phase - 200) - 100) + Int32(truncatingIfNeeded: index &* 7919 % 31)
    }
    return switch type {
    case .integer: AudioBuffer(properties, .integers(values))
    case .float: AudioBuffer(properties, .floats(values.map { Float($0) / 32768 }))
    }
  }

  /// The same with each sample a hundredth smaller: the SNR is near 40 dB.
  private static func quieter(_ sound: AudioBuffer) -> AudioBuffer {
    guard case .integers(let values) = sound.samples else { return sound }
    return AudioBuffer(sound.properties, .integers(values.map { $0 - $0 / 100 }))
  }

  @Test func equalSoundsInDifferentFormats() throws {
    let scratch = try Scratch()
    let sound = Self.sound()
    let files = try [WAVFormat(), FLACFormat(), AIFFFormat()].map { (format: any AudioFormat) in
      // Known by content, not by name.
      try scratch.write(format.write(sound), as: format.name)
    }
    for file in files {
      let outcome = try Tool.run("compare", files[0], file)
      #expect(outcome.status == 0)
      #expect(
        outcome.text == "SNR       equal\nSI-SDR    equal\nlog-mel   0.00 dB\nspectral  0.000\n",
        "\(outcome.errors)")
    }
  }

  @Test func figuresInJSON() throws {
    let scratch = try Scratch()
    let first = try scratch.write(WAVFormat().write(Self.sound()), as: "a.wav")
    let second = try scratch.write(FLACFormat().write(Self.quieter(Self.sound())), as: "b.flac")
    let text = try Tool.run("compare", first, second, "--json").text
    let snr = try #require(
      text.split(separator: ",").first.flatMap { Double($0.dropFirst(#"{"snr":"#.count)) })
    #expect((38...42).contains(snr), "\(text)")
    for name in ["sisdr", "logmel", "spectral"] { #expect(text.contains("\"\(name)\":")) }
    #expect(!text.contains("null"))
    let equal = try Tool.run("compare", first, first, "--json").text
    #expect(equal == "{\"snr\":null,\"sisdr\":null,\"logmel\":0.0,\"spectral\":0.0}\n")
  }

  /// WAV is read as it comes; other formats are copied, since they seek.
  @Test func pipes() throws {
    let scratch = try Scratch()
    let sound = Self.sound()
    for format: any AudioFormat in [WAVFormat(), FLACFormat(), AIFFFormat()] {
      let file = try scratch.write(format.write(sound), as: format.name)
      for script in [#"cat "$1" | "$0" compare - "$1""#, #""$0" compare - "$1" < "$1""#] {
        let outcome = try Tool.shell(script, file)
        #expect(outcome.text.hasPrefix("SNR       equal\n"), "\(format.name) \(outcome.errors)")
      }
    }
  }

  @Test func failures() throws {
    let scratch = try Scratch()
    let wav = try WAVFormat().write(Self.sound())
    let whole = try scratch.write(wav, as: "a.wav")
    let cut = try scratch.write(Array(wav.dropLast(5)), as: "cut.wav")
    let short = try scratch.write(WAVFormat().write(Self.sound(frames: 4999)), as: "short.wav")
    let picture = try scratch.write(Image.waves(8, 8), as: "a.png")
    for (arguments, status) in [
      ([whole, cut], 65), ([cut, whole], 65), ([whole, short], 64), ([whole, picture], 76),
      ([picture, whole], 76),
      ([whole, scratch / "none"], 66), ([whole, scratch.path], 64),
      ([whole, whole, "--side-by-side", scratch / "c.png"], 64),
    ] as [([String], Int32)] {
      let outcome = try Tool.run(["compare"] + arguments)
      #expect(outcome.status == status && outcome.errorLines.count == 1, "\(arguments): \(outcome.errors)")
      #expect(outcome.output.isEmpty)
    }
    #expect(!scratch.names().contains("c.png"))
  }

  // MARK: writing as it comes

  private func writeFLAC(to output: OutputFile) throws {
    let sound = Self.sound()
    try output.write(like: nil, seeks: true) { sink in
      let writer = try FLACFormat().writer(sink, sound.properties, metadata: AudioMetadata(), frameCount: nil)
      try writer.write(sound)
      try writer.finish()
    }
  }

  @Test func filesAreWrittenAsTheyCome() throws {
    let scratch = try Scratch()
    let output = try OutputFile(scratch / "a.flac", overwrites: false, inputs: [])
    try writeFLAC(to: output)
    #expect(try AudioFormats.read(Scratch.read(scratch / "a.flac")).sound == Self.sound())
    #expect(scratch.names() == ["a.flac"])
  }

  @Test func aFailureLeavesNothing() throws {
    let scratch = try Scratch()
    let output = try OutputFile(scratch / "a.wav", overwrites: false, inputs: [])
    let error = #expect(throws: ToolError.self) {
      try output.write(like: nil) { sink in
        try [UInt8](repeating: 1, count: 100).withUnsafeBytes { try sink.write($0) }
        throw ToolError("is cut", .corruptData, file: "input")
      }
    }
    #expect(error?.file == "input" && error?.status == .corruptData)
    #expect(scratch.names().isEmpty)
  }

  /// To a pipe, a format that seeks waits in a temporary file.
  @Test func pipesGetWholeFiles() throws {
    let scratch = try Scratch()
    let pipe = scratch / "pipe"
    let reader = try Tool.start(
      "/bin/sh", ["-c", "mkfifo \(pipe); cat \(pipe)"],
      streams: ["/dev/null", scratch / "out", scratch / "errors"])
    while !FileStatus.exists(pipe) {}
    try writeFLAC(to: OutputFile(pipe, overwrites: true, inputs: []))
    #expect(try Tool.wait(for: reader) == 0)
    #expect(try AudioFormats.read(Scratch.read(scratch / "out")).sound == Self.sound())
  }
}
