import Bytes
import Media
import Testing

struct ImageTests {
  @Test func channelsKnowTheirParts() {
    #expect(Channels.allCases.map(\.rawValue) == [1, 2, 3, 4])
    #expect(Channels.allCases.map(\.colourCount) == [1, 1, 3, 3])
    #expect(Channels.allCases.map(\.hasAlpha) == [false, true, false, true])
  }

  @Test func samplesKnowTheirDepth() {
    #expect(Samples.eight([1, 2, 3]).depth == 8)
    #expect(Samples.sixteen([1, 2]).depth == 16)
    #expect(Samples.sixteen([1, 2]).count == 2)
  }

  @Test func metadataIsEmptyUntilAnythingIsSet() {
    var metadata = Metadata()
    #expect(metadata.isEmpty)
    metadata.exif = []
    #expect(!metadata.isEmpty)
  }

  @Test func equalityCoversMetadata() {
    var image = Image.random(3, 2, .rgb, depth: 8)
    let copy = image
    #expect(image == copy)
    image.metadata.gamma = 45455
    #expect(image != copy)
  }

  @Test func tooFewSamplesTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = Image(width: 2, height: 2, channels: .rgb, samples: .eight([0]))
    }
  }

  @Test func emptyPicturesTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = Image(width: 0, height: 2, channels: .gray, samples: .eight([]))
    }
  }
}
