import Bytes
import Codecs
import Foundation
import Media
import Testing

@testable import CompressedLearning

struct LatentDatasetTests {
  @Test func samplesAreWhatTheFilesHold() throws {
    let folder = try LearningFolder()
    let latents = try folder.writeStripes(count: 3)
    let dataset = try LatentDataset([folder.path])
    #expect(dataset.count == 6 && dataset.classes == ["across", "down"])
    for index in 0..<dataset.count {
      let tensor = try #require(latents[dataset.key(index)])
      let array = try dataset.array(index)
      #expect(array.shape == [12, 6, 8] && array.step == tensor.step)
      #expect(array.symbols == Array(tensor.primarySymbols))
      #expect(dataset.label(index) == (dataset.key(index).hasPrefix("across") ? 0 : 1))
    }
    var options = LatentDataset.Options()
    options.primaryOnly = false
    let whole = try LatentDataset([folder.path], options)
    #expect(try whole.array(2).symbols == latents[whole.key(2)]?.symbols)
  }

  @Test func labelsOfATable() throws {
    let folder = try LearningFolder()
    try folder.writeStripes(count: 1)
    var options = LatentDataset.Options()
    options.labels = .table(
      try LabelTable(csv: Array("name,label\r\nacross/0.png,\"a, \"\"b\"\"\"\r\n\ndown/0,c,rest\n".utf8)))
    let dataset = try LatentDataset([folder.path], options)
    #expect(dataset.classes == ["a, \"b\"", "c"])
    #expect((0..<2).map(dataset.label) == [0, 1])
    options.classes = ["c"]
    #expect(throws: CodecError.self) { try LatentDataset([folder.path], options) }
    for text in ["a\n", "a,\n", ",b\n", "a,\"b\n", "a,b\na.png,c\n"] {
      #expect(throws: CodecError.self, "\(text)") { try LabelTable(csv: Array(text.utf8)) }
    }
  }

  @Test(arguments: ["latent-16x", "latent-4x"]) func groupsAreWindowsOfTheWhole(model: String) throws {
    let folder = try LearningFolder()
    let image = LearningFolder.stripes(true, seed: 1, width: 1300, height: 72)
    try folder.write(image, model: model, as: "a.cdc")
    let dataset = try LatentDataset([folder.path + "/a.cdc"])
    let whole = try dataset.array(0)
    #expect(try dataset.groupCount(0) == 2)
    var columns = 0
    for group in 0..<2 {
      let block = try dataset.block(0, group: group)
      let place = block.rectangle
      #expect(
        block.symbols
          == whole.window(x: place.x, y: place.y, width: place.width, height: place.height).symbols)
      columns += place.width
    }
    #expect(columns == whole.width)
    #expect(throws: CodecError.self) { try dataset.block(0, group: 2) }
  }

  @Test func pyramidsComeWhole() throws {
    let folder = try LearningFolder()
    let latents = try folder.write(LearningFolder.stripes(true, seed: 2), model: "picture", as: "a.cdc")
    let dataset = try LatentDataset([folder.path])
    #expect(try dataset.array(0).symbols == Array(latents.primarySymbols))
    #expect(throws: CodecError.self) { try dataset.block(0, group: 0) }
    #expect(dataset.flipped(try dataset.array(0)) == nil)
  }

  @Test func soundsAreRowsOfColumns() throws {
    let folder = try LearningFolder()
    let properties = AudioProperties(sampleRate: 44100, channelCount: 2, sampleType: .integer(bits: 16))
    let sound = AudioBuffer(
      properties, .integers((0..<2 * 9000).map { Int32(8000 * sin(Double($0 % 9000) * 0.02)) }))
    let model = try ModelStore.soundModel(named: "latent-20x")
    let empty = [Int16](repeating: 3, count: 27 * 36)
    let tensor = try SoundLatentTensor(
      symbols: empty, channels: 27, step: 0x1p-5, model: model, properties: sound.properties, frameCount: 9000
    )
    try folder.write(tensor.serialized(), as: "a/b.cdc")
    let array = try LatentDataset([folder.path]).array(0)
    #expect(array.shape == [27, 1, 36] && array.symbols == empty && array.step == 0x1p-5)
  }

  @Test func errorsNameTheFile() throws {
    let folder = try LearningFolder()
    try folder.write(LearningFolder.stripes(true, seed: 3), as: "a.cdc")
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/a.cdc")))
    for count in stride(from: 0, to: bytes.count, by: 13) {
      try folder.write(Array(bytes[..<count]), as: "a.cdc")
      let dataset = try LatentDataset([folder.path])
      do {
        _ = try dataset.array(0)
        Issue.record("\(count) bytes were enough")
      } catch {
        #expect(error.message.contains("a.cdc"))
      }
    }
    #expect(throws: CodecError.self) { try LatentDataset([folder.path + "/missing"]).array(0) }
    #expect(throws: CodecError.self) { try LatentDataset([folder.path, folder.path]) }
    try folder.write([1], as: "b/x.txt")
    #expect(throws: CodecError.self) { try LatentDataset([folder.path + "/b"]) }
  }
}
