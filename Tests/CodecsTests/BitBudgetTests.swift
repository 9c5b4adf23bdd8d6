import Bytes
import EntropyCoding
import Media
import TestSupport
import Testing

@testable import Codecs

struct BitBudgetTests {
  /// What is counted and what is in the file differ by a length of 4 bytes before alpha, and for each stream by its end: at
  /// most 8 bytes more, or less where zeros are left out.
  @Test(arguments: ModelStore.names, [Channels.gray, .rgb, .rgba])
  func sums(name: String, channels: Channels) throws {
    let named = try ModelStore.model(named: name)
    let model = channels == .gray ? try ModelStore.model(named, for: .gray) : named
    guard channels.colourCount <= model.colours else { return }
    let image = SamplePictures.make(width: 300, height: 200, channels: channels)
    var metadata = Metadata()
    metadata.gamma = 45455
    let latents = try WaveletImageCodec(model: model).analyze(image, .init(step: 10))
    let bytes = try ImageFile(latents: latents, metadata: metadata).serialized(model: model)
    let budget = try ImageFile.bitBudget(of: bytes, model: model, threads: 2)
    #expect(budget.fileBytes == bytes.count && budget.metadataBytes == 16)
    #expect(budget.headerBytes > 80 && budget.headerBytes < 130)
    #expect(budget.planes.reduce(0) { $0 + $1.latents } == latents.symbols.count)
    #expect((budget.alpha != nil) == channels.hasAlpha)
    let streams = channels.hasAlpha ? 2.0 : 1.0
    let ends = budget.coderBits - 32 * (streams - 1)
    #expect(ends > -64 * streams && ends < 64 * streams + 1e-4 * budget.idealBits)
    let total = budget.idealBits + budget.coderBits
    #expect(abs(total / 8 + Double(budget.headerBytes + 16 - bytes.count)) < 1e-6)
    #expect(Set(budget.planes.map(\.name)).count == budget.planes.count)
  }

  @Test func planeNames() {
    #expect(LatentGrid.uniform(levels: 3).planeName(7, modelColours: 3) == "channel 7")
    let pyramid = LatentGrid.pyramid(levels: 5)
    #expect(pyramid.planeName(2, modelColours: 3) == "level 5 low colour 2")
    #expect(pyramid.planeName(3, modelColours: 3) == "level 5 LH colour 0")
    #expect(pyramid.planeName(47, modelColours: 3) == "level 1 HH colour 2")
  }
}
