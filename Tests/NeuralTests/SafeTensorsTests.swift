import Bytes
import TestSupport
import Testing

@testable import Neural

struct SafeTensorsTests {
  /// A file around a header as it stands.
  static func file(_ header: String, data count: Int = 0) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(UInt64(header.utf8.count))
    writer.write(header.utf8)
    writer.write([UInt8](repeating: 0, count: count))
    return writer.bytes
  }

  static func entry(_ name: String, _ shape: String = "[2]", _ offsets: String = "[0,8]") -> String {
    "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
  }

  static var sample: SafeTensors {
    var random = SeededRandom(3)
    var file = SafeTensors()
    file.add("weight", random.tensor([2, 3]))
    file.add("Ünïcode \"quoted\" \\ \n", Tensor(shape: [], values: [-0]))
    file.add("empty", Tensor(shape: [0, 7]))
    file.add("a", shape: [3], [Int16.min, -1, Int16.max])
    file.add("b", shape: [2], [UInt16.min, .max])
    file.add("c", shape: [2], [Int32.min, .max])
    file.add("d", shape: [1, 1], [UInt8.max])
    file.add("e", shape: [1], [Int8.min])
    file.metadata = ["format": "pt", "text": "\u{1}\u{1F600}\t/"]
    return file
  }

  @Test func roundTrips() throws {
    let written = Self.sample
    let bytes = written.serialized()
    let read = try SafeTensors(bytes: bytes)
    #expect(read.metadata == written.metadata)
    #expect(read.entries.keys.sorted() == written.entries.keys.sorted())
    for name in ["weight", "Ünïcode \"quoted\" \\ \n", "empty"] {
      #expect(try read.tensor(name).isIdentical(to: written.tensor(name)))
    }
    #expect(try read.integers("a", of: Int16.self, shape: [3]) == [.min, -1, .max])
    #expect(try read.integers("b", of: UInt16.self) == [.min, .max])
    #expect(try read.integers("c", of: Int32.self) == [.min, .max])
    #expect(try read.integers("d", of: UInt8.self) == [.max])
    #expect(try read.integers("e", of: Int8.self) == [.min])
    #expect(read.serialized() == bytes)
  }

  @Test func writesTheseBytes() {
    var file = SafeTensors()
    file.add("x", Tensor(shape: [1], values: [1]))
    let header = "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}"
    let padding = (8 - header.utf8.count % 8) % 8
    let padded = header + String(repeating: " ", count: padding)
    #expect(file.serialized() == Array(Self.file(padded)) + [0, 0, 0x80, 0x3F])
  }

  @Test func readsHalfPrecision() throws {
    let halves: [(UInt16, Float)] = [
      (0x0000, 0), (0x3C00, 1), (0xC000, -2), (0x0001, 0x1p-24), (0x03FF, 0x3FFp-24), (0x0400, 0x1p-14),
      (0x7BFF, 65504), (0x7C00, .infinity), (0xFC00, -.infinity), (0x3555, 0x1.554p-2), (0x8001, -0x1p-24),
    ]
    for (bits, value) in halves { #expect(HalfPrecision.float(bits) == value) }
    #expect(HalfPrecision.float(0x8000).bitPattern == 0x8000_0000)
    #expect(HalfPrecision.float(0x7E00).isNaN)
    let header = "{\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}"
    var bytes = Self.file(header)
    bytes += [0x00, 0x3C, 0x00, 0xC0]
    #expect(try SafeTensors(bytes: bytes).tensor("h").values == [1, -2])
  }

  @Test func checksWhatIsAskedFor() {
    let file = Self.sample
    #expect(throws: CodecError.corruptData("tensor weight has shape [2, 3], expected [3, 2]")) {
      _ = try file.tensor("weight", shape: [3, 2])
    }
    #expect(throws: CodecError.corruptData("tensor a has type I16, expected F32 or F16")) {
      _ = try file.tensor("a")
    }
    #expect(throws: CodecError.corruptData("tensor a has type I16, expected U16")) {
      _ = try file.integers("a", of: UInt16.self)
    }
    #expect(throws: CodecError.corruptData("tensor z is missing")) { _ = try file.tensor("z") }
  }

  @Test func refusesEveryTruncation() {
    let bytes = Self.sample.serialized()
    for count in 0..<bytes.count {
      #expect(throws: CodecError.self) { _ = try SafeTensors(bytes: Array(bytes[..<count])) }
    }
    #expect(throws: CodecError.self) { _ = try SafeTensors(bytes: bytes + [0]) }
  }

  @Test func neverCrashesOnChangedBytes() {
    let bytes = Self.sample.serialized()
    var random = SeededRandom(4)
    for index in bytes.indices {
      var changed = bytes
      changed[index] = UInt8.random(in: .min ... .max, using: &random)
      guard let file = try? SafeTensors(bytes: changed) else { continue }
      for (name, entry) in file.entries {
        guard let tensor = try? file.tensor(name) else { continue }
        #expect(tensor.shape == entry.shape)
      }
    }
  }

  @Test(
    "hostile headers",
    arguments: [
      "", "{", "[]", "null", "{}x", "{\"a\"}", "{\"a\":1}", "{,}", "{\"a\":{}}", "{\"a\":{},}", "\u{FEFF}{}",
      "{\(entry("a")),}", "{\(entry("a")) \(entry("b"))}",
      // Names and fields twice.
      "{\(entry("a")),\(entry("a"))}", "{\(entry("a")),\(entry("\\u0061"))}",
      "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
      "{\"__metadata__\":{},\"__metadata__\":{},\(entry("a"))}",
      "{\"__metadata__\":{\"k\":\"\",\"k\":\"\"},\(entry("a"))}",
      // Fields unknown, missing, of another form.
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"more\":[]}}",
      "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}",
      "{\"a\":{\"dtype\":7,\"shape\":[2],\"data_offsets\":[0,8]}}",
      "{\"a\":{\"dtype\":\"F99\",\"shape\":[2],\"data_offsets\":[0,8]}}",
      "{\"__metadata__\":{\"k\":1},\(entry("a"))}",
      "{\(entry("a", "2"))}", "{\(entry("a", "[2,]"))}", "{\(entry("a", "[02]"))}",
      "{\(entry("a", "[2.0]"))}",
      "{\(entry("a", "[-2]"))}", "{\(entry("a", "[2e0]"))}", "{\(entry("a", "[99999999999999999999]"))}",
      // Offsets that do not fit the shape or the data.
      "{\(entry("a", "[2]", "[0]"))}", "{\(entry("a", "[2]", "[0,8,8]"))}", "{\(entry("a", "[2]", "[8,0]"))}",
      "{\(entry("a", "[2]", "[0,7]"))}", "{\(entry("a", "[1]", "[0,4]"))}",
      "{\(entry("a", "[4]", "[0,16]"))}",
      "{\(entry("a", "[4611686018427387904,4]", "[0,8]"))}",
      "{\(entry("a", "[9223372036854775807]", "[0,8]"))}",
      "{\(entry("a", "[3037000500,3037000500]", "[0,8]"))}",
      "{\(entry("a", "[2]", "[9223372036854775800,9223372036854775807]"))}",
      // Overlaps and holes.
      "{\(entry("a")),\(entry("b"))}", "{\(entry("a")),\(entry("b", "[1]", "[4,8]"))}",
      "{\(entry("a", "[1]", "[4,8]"))}",
      "{\(entry("a", "[1]", "[0,4]")),\(entry("b", "[0]", "[6,6]"))}", "{}",
      // Text.
      "{\(entry("a\\"))}", "{\(entry("\\x"))}", "{\(entry("\\ud800"))}", "{\(entry("\\ud800\\u0041"))}",
      "{\(entry("\\u00g0"))}",
      "{\(entry("a\u{1}"))}",
    ])
  func refuses(header: String) {
    #expect(throws: CodecError.self) { _ = try SafeTensors(bytes: Self.file(header, data: 8)) }
  }

  @Test func refusesHugeLengthsBeforeTakingMemory() {
    for length: UInt64 in [.max, .max >> 1, 1 << 40, 1 << 24 + 1] {
      var writer = ByteWriter()
      writer.write(length)
      writer.write("{}".utf8)
      #expect(throws: CodecError.self) { _ = try SafeTensors(bytes: writer.bytes) }
    }
    var limits = Limits.standard
    limits.fileBytes = 16
    let header = "{\(Self.entry("a"))}"
    #expect(throws: CodecError.self) {
      _ = try SafeTensors(bytes: Self.file(header, data: 8), limits: limits)
    }
    limits = .standard
    limits.metadataBytes = 8
    #expect(throws: CodecError.self) {
      _ = try SafeTensors(bytes: Self.file(header, data: 8), limits: limits)
    }
  }

  @Test func acceptsWhatIsAllowed() throws {
    let spaced =
      "{ \"\\u0061\\ud83d\\ude00\" :\n{ \"data_offsets\": [0, 8],\t\"shape\": [2 ,1], \"dtype\": \"F32\" } }  "
    let file = try SafeTensors(bytes: Self.file(spaced, data: 8))
    #expect(try file.tensor("a\u{1F600}").shape == [2, 1])
    #expect(try SafeTensors(bytes: Self.file("{}")).entries.isEmpty)
  }
}
