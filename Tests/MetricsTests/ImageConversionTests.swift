import Media
import Metrics
import Testing

@Suite struct ImageConversionTests {
  @Test func interleavedBecomesPlanar() {
    let image = Image(width: 2, height: 1, channels: .rgba, samples: .eight([1, 2, 3, 4, 5, 6, 7, 255]))
    let planes = Planes(image)
    #expect(planes.values == [1, 5, 2, 6, 3, 7, 4, 255])
    #expect((planes.width, planes.height) == (2, 1))
    #expect((planes.channelCount, planes.colorCount, planes.peak) == (4, 3, 255))
  }

  @Test func sixteenBits() {
    let image = Image(width: 1, height: 3, channels: .gray, samples: .sixteen([0, 256, 65535]))
    let planes = Planes(image)
    #expect(planes.values == [0, 256, 65535])
    #expect((planes.channelCount, planes.colorCount, planes.peak) == (1, 1, 65535))
  }

  @Test(arguments: [(Channels.gray, 1), (.grayAlpha, 1), (.rgb, 3), (.rgba, 3)])
  func colorPlanes(_ channels: Channels, _ expected: Int) {
    let image = Image(
      width: 1, height: 1, channels: channels, samples: .eight(.init(repeating: 9, count: channels.rawValue)))
    #expect(Planes(image).colorCount == expected)
  }
}
