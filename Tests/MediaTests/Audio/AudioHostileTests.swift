import Bytes
import Media
import Testing

struct AudioHostileTests {
  private let limits: Limits = {
    var limits = Limits()
    limits.audioSamples = 1 << 16
    limits.metadataBytes = 1 << 12
    limits.audioChannels = 16
    return limits
  }()

  /// Frames that came, or the error. Other errors than those of the input fail the test.
  @discardableResult private func outcome(_ bytes: [UInt8], canSeek: Bool = true) -> Result<Int, CodecError> {
    do throws(CodecError) {
      let reader = try AudioFormats.reader(MemorySource(bytes, canSeek: canSeek), limits: limits)
      return .success(try reader.readAll(limits: limits).frameCount)
    } catch {
      switch error {
      case .corruptData, .unsupported, .limitExceeded: break
      default: Issue.record("\(error)")
      }
      #expect(!error.message.contains("\n"))
      return .failure(error)
    }
  }

  private func isRefused(_ bytes: [UInt8], canSeek: Bool = true) -> Bool {
    if case .failure = outcome(bytes, canSeek: canSeek) { true } else { false }
  }

  private func victim(_ format: any AudioFormat) throws -> [UInt8] {
    let sound = AudioBuffer.random(.integer(bits: 16), channels: 2, frames: 60)
    return try format.write(sound, metadata: AudioMetadata([("TITLE", "T")]))
  }

  @Test(arguments: FormatCase.all.indices)
  func everyTruncationIsRefused(_ index: Int) throws {
    let file = try victim(FormatCase.all[index].format)
    for count in file.indices {
      #expect(isRefused(Array(file[..<count])), "\(count) of \(file.count) bytes")
    }
  }

  @Test func everyTruncatedPipeIsRefused() throws {
    let file = try victim(WAVFormat())
    for count in file.indices {
      #expect(isRefused(Array(file[..<count]), canSeek: false), "\(count) of \(file.count) bytes")
    }
  }

  /// Samples without a checksum may come back different; nothing may crash or claim more than there is.
  @Test(arguments: FormatCase.all.indices)
  func everyDamageIsContained(_ index: Int) throws {
    let format = FormatCase.all[index].format
    let file = try victim(format)
    for position in file.indices {
      for mask: UInt8 in [0x01, 0x02, 0x10, 0x80, 0xFF] {
        var damaged = file
        damaged[position] ^= mask
        for canSeek in [true, false] where canSeek || format.readsStreams {
          if case .success(let frames) = outcome(damaged, canSeek: canSeek) { #expect(frames <= file.count) }
        }
      }
    }
  }

  @Test func damagedFramesOfFLACAreRefused() throws {
    let file = try victim(FLACFormat())
    for position in (file.count - 200)..<file.count {
      var damaged = file
      damaged[position] ^= 0x10
      #expect(isRefused(damaged), "byte \(position) of \(file.count)")
    }
  }

  @Test func emptyAndForeignFiles() {
    for bytes: [UInt8] in [[], [0], Array("RIFF".utf8), Array("OggS".utf8), Array(repeating: 0, count: 200)] {
      #expect(isRefused(bytes) && isRefused(bytes, canSeek: false))
    }
  }

  // MARK: WAV headers

  private func number<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    (0..<MemoryLayout<T>.size).map { UInt8(truncatingIfNeeded: value >> T(8 * $0)) }
  }

  private func chunk(_ id: String, _ body: [UInt8], size: UInt32? = nil) -> [UInt8] {
    Array(id.utf8) + number(size ?? UInt32(body.count)) + body
  }

  private func format(
    tag: UInt16 = 1, channels: UInt16 = 1, rate: UInt32 = 8000, frame: UInt16 = 2, bits: UInt16 = 16
  ) -> [UInt8] {
    chunk(
      "fmt ",
      number(tag) + number(channels) + number(rate) + number(0 as UInt32) + number(frame) + number(bits))
  }

  private func file(_ chunks: [UInt8]..., type: String = "RIFF") -> [UInt8] {
    Array(type.utf8) + number(0 as UInt32) + Array("WAVE".utf8) + chunks.flatMap { $0 }
  }

  @Test func impossibleHeaders() {
    let data = chunk("data", [1, 2, 3, 4])
    #expect(!isRefused(file(format(), data)))
    let bad = [
      file(data), file(format()), file(data, format()), file(chunk("fmt ", [1, 0]), data),
      file(format(channels: 0, frame: 0), data), file(format(rate: 0), data),
      file(format(channels: 17, frame: 34), data), file(format(rate: .max), data),
      file(format(frame: 4), data), file(format(frame: 0), data), file(format(bits: 0), data),
      file(format(frame: 8, bits: 64), data), file(format(frame: 1, bits: 4), data),
      file(format(tag: 2), data),
      file(format(tag: 3), data), file(format(tag: 0xFFFE), data), file(format(bits: 65535), data),
      file(format(), chunk("data", [1, 2, 3])), file(format(), chunk("data", [1, 2], size: 1000)),
      file(format(), chunk("bext", [], size: .max), data), file(chunk("fmt ", [], size: .max), data),
      file(format(), chunk("JUNK", [], size: 50), data), file(format(), data, chunk("bext", [], size: 4)),
      file(format(), chunk("bext", Array(repeating: 1, count: 1 << 12)), data),
      file(format(), Array(repeating: 0, count: 16), data),
      file(
        chunk("ds64", Array(repeating: 0xFF, count: 28)), format(), chunk("data", [1, 2], size: .max),
        type: "RF64"),
      file(
        chunk("ds64", number(90 as UInt64) + number(40 as UInt64) + number(0 as UInt64)), format(),
        chunk("data", [1, 2], size: .max), type: "RF64"),
    ]
    for (index, bytes) in bad.enumerated() {
      #expect(isRefused(bytes) && isRefused(bytes, canSeek: false), "\(index)")
    }
  }

  /// Half of a file that is nothing but empty chunks.
  @Test func manyEmptyChunks() {
    let chunks = (0..<1000).flatMap { _ in chunk("JUNK", []) }
    #expect(isRefused(file(format(), chunks, chunk("data", [1, 2]))))
  }

  @Test func samplesThatCannotBe() {
    for value: Float in [.nan, .infinity, -.infinity, .signalingNaN] {
      let bytes = number(value.bitPattern)
      #expect(isRefused(file(format(tag: 3, frame: 4, bits: 32), chunk("data", bytes))))
      let long = number(Double(value).bitPattern)
      #expect(isRefused(file(format(tag: 3, frame: 8, bits: 64), chunk("data", long))))
    }
    // Over the range of 32 bits, though finite in 64.
    #expect(isRefused(file(format(tag: 3, frame: 8, bits: 64), chunk("data", number((1e300).bitPattern)))))
    #expect(
      outcome(file(format(tag: 3, frame: 8, bits: 64), chunk("data", number((0.5).bitPattern))))
        == .success(1))
    // Twelve bits are the highest of sixteen.
    #expect(isRefused(file(format(bits: 12), chunk("data", [0x11, 0]))))
    #expect(outcome(file(format(bits: 12), chunk("data", [0x10, 0]))) == .success(1))
  }

  @Test func longerThanMemoryAllows() throws {
    let sound = AudioBuffer.random(.integer(bits: 16), channels: 2, frames: (1 << 15) + 1)
    for format in FormatCase.all.map(\.format) {
      let error = CodecError.limitExceeded("a sound of more than 65536 samples in memory")
      #expect(outcome(try format.write(sound)) == .failure(error))
    }
    #expect(isRefused(try WAVFormat().write(sound), canSeek: false))
  }
}
