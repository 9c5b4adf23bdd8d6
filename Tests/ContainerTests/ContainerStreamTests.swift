import Bytes
import Container
import Testing

/// Files read and written group by group: the same files, and the same refusals.
struct ContainerStreamTests {
  private let example = Samples.example

  /// Everything, through a reader, in order.
  private func read(_ bytes: [UInt8], canSeek: Bool) throws(CodecError) -> Container {
    let reader = try ContainerReader(MemorySource(bytes, canSeek: canSeek))
    var groups: [Container.Group] = []
    for index in 0..<reader.groupCount { groups.append(try reader.group(index)) }
    try reader.finish()
    return Container(header: reader.header, groups: groups, optionalChunks: reader.optionalChunks)
  }

  @Test(arguments: [true, false]) func sameAsTheWhole(canSeek: Bool) throws {
    let bytes = example.serialized()
    #expect(try read(bytes, canSeek: canSeek) == example)
    let reader = try ContainerReader(MemorySource(bytes, canSeek: canSeek))
    #expect(reader.fileBytes == bytes.count)
    #expect(reader.groupBytes == [3, 1])
  }

  @Test func writerMakesTheSameFile() throws {
    let writer = ContainerWriter(scratch: MemoryScratch())
    for group in example.groups { try writer.append(group) }
    let sink = MemorySink(isSeekable: false)
    let count = try writer.finish(header: example.header, optionalChunks: example.optionalChunks, to: sink)
    #expect(sink.bytes == example.serialized())
    #expect(count == sink.bytes.count)
  }

  @Test func groupsInAnyOrder() throws {
    let reader = try ContainerReader(MemorySource(example.serialized()))
    #expect(try reader.group(1) == example.groups[1])
    #expect(try reader.group(0) == example.groups[0])
    #expect(try reader.group(0) == example.groups[0])
    try reader.finish()
  }

  @Test func streamsSkipGroups() throws {
    let reader = try ContainerReader(MemorySource(example.serialized(), canSeek: false))
    #expect(try reader.group(1) == example.groups[1])
  }

  @Test(arguments: [true, false]) func everyTruncationThrows(canSeek: Bool) {
    let bytes = example.serialized()
    for length in bytes.indices {
      #expect(throws: CodecError.self, "\(length) bytes") {
        try read(Array(bytes[..<length]), canSeek: canSeek)
      }
    }
  }

  @Test(arguments: [true, false]) func everyChangedByteThrows(canSeek: Bool) {
    let bytes = example.serialized()
    for index in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[index] ^= 1 << bit
        #expect(throws: CodecError.self, "byte \(index), bit \(bit)") {
          try read(damaged, canSeek: canSeek)
        }
      }
    }
  }

  @Test(arguments: [true, false]) func bytesBehindTheEndThrow(canSeek: Bool) {
    #expect(throws: CodecError.self) { try read(example.serialized() + [0], canSeek: canSeek) }
  }

  /// A stream whose chunk claims four gigabytes fails at its end, not at the memory for them.
  @Test(arguments: ["HEAD", "abcd", "GRPS"]) func claimsTakeNoMemory(type: String) {
    var lie = Samples.chunk(type, [])
    lie.replaceSubrange(4..<8, with: [0xFF, 0xFF, 0xFF, 0xFF])
    let before = type == "HEAD" ? [] : Samples.chunk("HEAD", Samples.head)
    let bytes = Samples.file(before, lie)
    #expect(throws: CodecError.self) { try read(bytes, canSeek: false) }
    #expect(throws: CodecError.self) { try read(bytes, canSeek: true) }
  }
}
