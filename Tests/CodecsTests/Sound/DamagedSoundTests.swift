import Bytes
import Container
import Media
import TestSupport
import Testing

@testable import Codecs

/// What is made of damaged and cut files of sounds: silence where groups are lost.
struct DamagedSoundTests {
  /// Stores samples of 16 bits as they are, in groups of ten frames.
  private struct StoringCodec: GroupedSoundCodec, DecodableSoundCodec {
    let properties: AudioProperties
    var identity: ModelIdentity { ModelIdentity(name: "store", digest: [UInt8](repeating: 7, count: 16)) }
    var parameters: [UInt8] { [] }
    var groupFrames: Int { 10 }
    var margin: Int { 0 }

    func analyze(_ sound: AudioBuffer, frames: Int) throws(CodecError) -> AudioBuffer { sound }

    func write(_ latents: AudioBuffer) -> Container.Group {
      guard case .integers(let values) = latents.samples else { preconditionFailure("integers only") }
      var writer = ByteWriter()
      for value in values { writer.write(value) }
      return Container.Group(payload: writer.bytes, finalState: 0)
    }

    func read(_ group: Container.Group, frames: Int) throws(CodecError) -> AudioBuffer {
      var reader = ByteReader(group.payload)
      var values: [Int32] = []
      for _ in 0..<frames { values.append(try reader.read(Int32.self, "a sample")) }
      return AudioBuffer(properties, .integers(values))
    }

    func synthesize(
      _ latents: AudioBuffer, before: AudioBuffer?, after: AudioBuffer?, frames: Int
    ) -> AudioBuffer { latents }
  }

  private static let frames = 47
  private static let groupBytes = 40
  private static let properties = AudioProperties(
    sampleRate: 100, channelCount: 1, sampleType: .integer(bits: 16))
  private static let sound = AudioBuffer(properties, .integers((0..<frames).map { Int32($0 + 1) }))

  private static func file() throws -> [UInt8] {
    let sink = MemorySink()
    let reader = try AudioFormats.reader(MemorySource(WAVFormat().write(sound)))
    _ = try SoundFileWriter.write(
      reader, codec: StoringCodec(properties: properties), scratch: MemoryScratch(), to: sink)
    return sink.bytes
  }

  /// Where a byte of a group lies in a file.
  private static func place(_ file: [UInt8], group: Int) -> Int {
    file.count - 4 - 4 * frames + groupBytes * group + 5
  }

  private static func silent(_ groups: Set<Int>) -> AudioBuffer {
    AudioBuffer(
      properties, .integers((0..<frames).map { groups.contains($0 / 10) ? 0 : Int32($0 + 1) }))
  }

  private static func read(
    _ file: [UInt8], canSeek: Bool = true, threads: Int = 1, span: Range<Int>? = nil
  ) throws -> (sound: AudioBuffer, damage: [SoundFileReader.Damage]) {
    let reader = try SoundFileReader(
      MemorySource(file, canSeek: canSeek), threads: threads,
      options: SoundDecodingOptions(toleratesDamage: true), span: { _ in span }
    ) { (_, parameters) throws(CodecError) in StoringCodec(properties: parameters.properties) }
    return (try reader.readAll(), reader.damage)
  }

  @Test(arguments: [[], [0], [2], [4], [0, 1], [1, 3], [0, 1, 2, 3]], [1, 3])
  func lostGroupsAreSilent(groups: [Int], threads: Int) throws {
    var file = try Self.file()
    for group in groups { file[Self.place(file, group: group)] ^= 4 }
    for canSeek in [true, false] {
      let (sound, damage) = try Self.read(file, canSeek: canSeek, threads: threads)
      #expect(sound == Self.silent(Set(groups)))
      #expect(damage.map(\.group) == groups)
      #expect(damage.allSatisfy { $0.frames == $0.group * 10..<min($0.group * 10 + 10, Self.frames) })
    }
  }

  @Test(arguments: [true, false]) func nothingLeft(canSeek: Bool) throws {
    var file = try Self.file()
    let cut = Array(file[..<Self.place(file, group: 0)])
    for group in 0..<5 { file[Self.place(file, group: group)] ^= 4 }
    for file in [file, cut] {
      #expect(throws: CodecError.corruptData("DATA: nothing is left of any group")) {
        try Self.read(file, canSeek: canSeek)
      }
    }
  }

  /// A file that ends in DATA keeps the groups that are whole; one that ends before is refused, and so are bytes behind it.
  @Test(arguments: [true, false]) func everyTruncation(canSeek: Bool) throws {
    let file = try Self.file()
    let data = Self.place(file, group: 0) - 5
    for length in file.indices {
      let cut = Array(file[..<length])
      if length < data + Self.groupBytes {
        #expect(throws: CodecError.self, "\(length) bytes") { try Self.read(cut, canSeek: canSeek) }
      } else {
        let whole = length < file.count - 4 ? (length - data) / Self.groupBytes : 5
        let (sound, damage) = try Self.read(cut, canSeek: canSeek)
        #expect(sound == Self.silent(Set(whole..<5)), "\(length) bytes")
        #expect(damage.map(\.group) == Array(whole..<5), "\(length) bytes")
      }
    }
    #expect(throws: CodecError.self) { try Self.read(file + [0], canSeek: canSeek) }
  }

  /// A span tells only of what it needs.
  @Test func spans() throws {
    var file = try Self.file()
    file[Self.place(file, group: 3)] ^= 4
    let (sound, damage) = try Self.read(file, span: 5..<30)
    #expect(sound == Self.sound[5..<30] && damage.isEmpty)
    let part = try Self.read(file, span: 25..<35)
    #expect(part.sound == Self.silent([3])[25..<35] && part.damage.map(\.group) == [3])
    #expect(throws: CodecError.self) { try Self.read(file, span: 31..<39) }
  }

  @Test func anyBytes() throws {
    let file = try Self.file()
    var random = SeededRandom(11)
    for round in 0..<400 {
      var broken = file
      for _ in 0...random.next(below: 3) {
        broken[random.next(below: file.count)] ^= UInt8(1 + random.next(below: 255))
      }
      if round % 2 == 0 { broken.removeLast(random.next(below: file.count)) }
      do {
        #expect(try Self.read(broken, canSeek: round % 3 == 0).sound.frameCount == Self.frames)
      } catch {
        #expect(error is CodecError)
      }
    }
  }

  /// Codecs whose groups lap over each other: away from a lost one everything is as it was.
  @Test(arguments: zip(["music", "latent-20x"], [1000, 44100])) func lappedGroups(name: String, rate: Int)
    throws
  {
    let properties = AudioProperties(sampleRate: rate, channelCount: 1, sampleType: .integer(bits: 16))
    let codec = try SoundCodecs.lossy(properties, model: name)
    let sound = SoundSamples.music.sound(
      frames: 5 * codec.groupFrames / 2, channels: 1, bits: 16, rate: rate)
    let sink = MemorySink()
    let reader = try AudioFormats.reader(MemorySource(WAVFormat().write(sound)))
    _ = try SoundFileWriter.write(reader, codec: codec, scratch: MemoryScratch(), to: sink, threads: 2)
    let whole = try SoundFileReader(MemorySource(sink.bytes), threads: 2).readAll()
    var file = sink.bytes
    let groups = try Container(parsing: file).groups.map(\.payload.count)
    file[file.count - 4 - groups[2] - groups[1] / 2] ^= 0x20
    let damaged = try SoundFileReader(MemorySource(file), threads: 2, toleratesDamage: true)
    let left = try damaged.readAll()
    let lost = codec.groupFrames..<2 * codec.groupFrames
    #expect(damaged.damage == [SoundFileReader.Damage(group: 1, frames: lost)])
    #expect(left.frameCount == whole.frameCount)
    #expect(left[lost] == AudioBuffer(zeros: lost.count, properties))
    let reach = max(codec.margin, 4096)
    for part in [0..<lost.lowerBound - reach, lost.upperBound + reach..<whole.frameCount] {
      #expect(left[part] == whole[part])
    }
    let border = lost.lowerBound - reach..<lost.lowerBound
    #expect(left[border] != whole[border] && left[border] != AudioBuffer(zeros: reach, properties))
  }
}
