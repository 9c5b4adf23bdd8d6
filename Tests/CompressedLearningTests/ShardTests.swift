import Bytes
import Foundation
import Testing

@testable import CompressedLearning

struct ShardTests {
  private static func plan(
    _ folder: LearningFolder, _ content: ShardPlan.Content, threads: Int = 1
  ) throws -> ShardPlan {
    try ShardPlan(LatentDataset([folder.path]), content: content, samplesPerShard: 4, threads: threads)
  }

  @Test(arguments: [ShardPlan.Content.coded, .arrays]) func shardsHoldTheSamples(content: ShardPlan.Content)
    throws
  {
    let folder = try LearningFolder()
    try folder.writeStripes(count: 3)
    let dataset = try LatentDataset([folder.path])
    let plan = try Self.plan(folder, content)
    #expect(plan.shardCount == 2 && plan.name(1) == "shard-000001.tar")
    let shards = try LearningFolder()
    var manifest = plan.manifest
    for index in 0..<2 {
      let (bytes, entry) = try plan.shard(index)
      #expect(try plan.shard(index, threads: 2).bytes == bytes)
      try shards.write(bytes, as: entry.name)
      #expect(!manifest.isComplete)
      manifest.shards.append(entry)
    }
    #expect(manifest.isComplete && manifest.shards.map(\.samples) == [4, 2])
    #expect(try ShardManifest(parsing: manifest.serialized()) == manifest)
    let again = try LatentDataset([shards.path])
    #expect(again.count == 6 && again.classes == dataset.classes)
    for index in 0..<6 {
      #expect(again.key(index) == dataset.key(index) && again.label(index) == dataset.label(index))
      let array = try again.array(index)
      #expect(try array == dataset.array(index))
      #expect(again.flipped(array) != nil && again.flipped(array) == dataset.flipped(array))
    }
  }

  @Test func theCacheKeyTellsContents() throws {
    let folder = try LearningFolder()
    try folder.writeStripes(count: 2)
    let key = try Self.plan(folder, .coded).cacheKey
    #expect(try Self.plan(folder, .coded, threads: 2).cacheKey == key)
    #expect(try Self.plan(folder, .arrays).cacheKey != key)
    try folder.write(LearningFolder.stripes(true, seed: 9), as: "across/0.cdc")
    #expect(try Self.plan(folder, .coded).cacheKey != key)
  }

  @Test func namesOfMembers() throws {
    let long = String(repeating: "folder/", count: 16) + "name.cdc"
    for name in ["a.cdc", String(repeating: "x", count: 100), long] {
      let block = try TarHeader(name: name, byteCount: 513).serialized()
      let header = try #require(try TarHeader(parsing: block))
      #expect(header == TarHeader(name: name, byteCount: 513) && header.paddedByteCount == 1024)
    }
    #expect(throws: CodecError.self) {
      try TarHeader(name: String(repeating: "x", count: 101), byteCount: 1).serialized()
    }
  }

  /// Other programs read what is written.
  @Test func tarReadsShards() throws {
    let folder = try LearningFolder()
    try folder.writeStripes(count: 1)
    let path = try folder.write(Self.plan(folder, .coded).shard(0).bytes, as: "s.tar")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/tar")
    process.arguments = ["tf", path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(
      text.split(separator: "\n") == [
        "across/0.cdc", "across/0.cls", "across/0.json", "down/0.cdc", "down/0.cls", "down/0.json",
      ])
  }

  @Test func damagedShardsAreRefused() throws {
    let folder = try LearningFolder()
    try folder.writeStripes(count: 1)
    let bytes = try Self.plan(folder, .arrays).shard(0).bytes
    let shards = try LearningFolder()
    for count in stride(from: 0, to: bytes.count - 1024, by: 512) {
      try shards.write(Array(bytes[..<count]), as: "a.tar")
      #expect(throws: CodecError.self, "\(count) bytes") { try LatentDataset([shards.path]) }
    }
    var random = SplitMix64(seed: 5)
    for _ in 0..<200 {
      var damaged = bytes
      damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      try shards.write(damaged, as: "a.tar")
      // Arrays have no checksum: what matters is that nothing crashes.
      if let dataset = try? LatentDataset([shards.path]) {
        for index in 0..<dataset.count { _ = try? dataset.array(index) }
      }
    }
  }
}
