import TestSupport
import Testing

@testable import Transforms

/// The planes of an interleaved picture.
func rotated<Sample: ColourSample>(
  _ picture: [Sample], _ transform: ColourTransform, width: Int, height: Int, pixelStride: Int
) -> ColourPlanes<[Float]> {
  var picture = picture
  let size = width * height
  var planes = [Float](repeating: 0, count: 3 * size)
  picture.withUnsafeMutableBufferPointer { picture in
    planes.withUnsafeMutableBufferPointer { planes in
      guard let from = picture.baseAddress, let to = planes.baseAddress else { return }
      let view = InterleavedView(from, width: width, height: height, pixelStride: pixelStride)
      let indices = ColourPlanes(0, 1, 2)
      transform.rotate(view, into: indices.map { PlaneView(to + $0 * size, width: width, height: height) })
    }
  }
  return ColourPlanes(0, 1, 2).map { Array(planes[$0 * size..<($0 + 1) * size]) }
}

/// `picture` with its colours replaced by those of the planes.
func unrotated<Sample: ColourSample>(
  _ planes: ColourPlanes<[Float]>, _ transform: ColourTransform, over picture: [Sample], width: Int,
  height: Int, pixelStride: Int
) -> [Sample] {
  var picture = picture
  var samples = planes.all.flatMap { $0 }
  let size = width * height
  samples.withUnsafeMutableBufferPointer { samples in
    picture.withUnsafeMutableBufferPointer { picture in
      guard let from = samples.baseAddress, let to = picture.baseAddress else { return }
      let view = InterleavedView(to, width: width, height: height, pixelStride: pixelStride)
      let indices = ColourPlanes(0, 1, 2)
      transform.unrotate(
        indices.map { PlaneView(from + $0 * size, width: width, height: height) }, into: view)
    }
  }
  return picture
}

@Suite struct ColourTests {
  static let identity = ColourTransform(rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1])

  private func transform() throws -> ColourTransform {
    ColourTransform(rotation: try #require(Golden.cases("rotated").first?.rotation))
  }

  @Test(arguments: [3, 4, 5])
  func picturesComeBack(pixelStride: Int) throws {
    let transform = try transform()
    var random = SeededRandom(13)
    let (width, height) = (67, 9)
    let bytes: [UInt8] = random.integers(width * height * pixelStride)
    // What the transform does not own (alpha) is left as it was, here as in `bytes`.
    var other: [UInt8] = random.integers(bytes.count)
    for index in other.indices where index % pixelStride >= 3 { other[index] = bytes[index] }
    var planes = rotated(bytes, transform, width: width, height: height, pixelStride: pixelStride)
    let back = unrotated(
      planes, transform, over: other, width: width, height: height, pixelStride: pixelStride)
    #expect(back == bytes)

    let words: [UInt16] = random.integers(width * height * pixelStride)
    planes = rotated(words, transform, width: width, height: height, pixelStride: pixelStride)
    let wide = unrotated(
      planes, transform, over: words, width: width, height: height, pixelStride: pixelStride)
    #expect(wide == words)
  }

  @Test func scalesOfBothDepthsAgree() {
    let bytes: [UInt8] = [0, 128, 255]
    let words = bytes.map { UInt16($0) * 257 }
    let small = rotated(bytes, Self.identity, width: 1, height: 1, pixelStride: 3)
    let large = rotated(words, Self.identity, width: 1, height: 1, pixelStride: 3)
    #expect(small == ColourPlanes([-128], [0], [127]))
    #expect(relativeError(large.all.flatMap { $0 }, small.all.flatMap { $0 }) < 1e-6)
  }

  @Test func valuesAreClampedAndTiesGoToEven() {
    // A zero of the matrix times not-a-number is not a number: it spreads to its whole pixel.
    let planes = ColourPlanes<[Float]>(
      [-1e9, 300, .nan, 0.5], [1.5, -0.5, 0, 200], [-1e9, 126.5, 0, 127.6])
    let found = unrotated(
      planes, Self.identity, over: [UInt8](repeating: 7, count: 12), width: 2, height: 2, pixelStride: 3)
    #expect(found == [0, 130, 0, 255, 128, 254, 0, 0, 0, 128, 255, 255])
  }

  @Test func grayComesBack() {
    for pixelStride in [1, 2, 3] {
      var picture = (0..<256 * pixelStride).map { UInt8($0 / pixelStride) }
      var wide = picture.map { UInt16($0) << 8 | 0x5A }
      let (expected, expectedWide) = (picture, wide)
      var plane = [Float](repeating: 0, count: 256)
      plane.withUnsafeMutableBufferPointer { plane in
        guard let base = plane.baseAddress else { return }
        let view = PlaneView(base, width: 64, height: 4)
        picture.withUnsafeMutableBufferPointer { picture in
          guard let base = picture.baseAddress else { return }
          let gray = InterleavedView(base, width: 64, height: 4, pixelStride: pixelStride)
          GrayTransform.centre(gray, into: view)
          for pixel in 0..<256 { picture[pixel * pixelStride] = 99 }
          #expect(abs(plane[255] - 127 * 1.7320508) < 1e-3 && plane[128] == 0)
          GrayTransform.uncentre(view, into: gray)
        }
        wide.withUnsafeMutableBufferPointer { wide in
          guard let base = wide.baseAddress else { return }
          let gray = InterleavedView(base, width: 64, height: 4, pixelStride: pixelStride)
          GrayTransform.centre(gray, into: view)
          for pixel in 0..<256 { wide[pixel * pixelStride] = 99 }
          GrayTransform.uncentre(view, into: gray)
        }
      }
      #expect(picture == expected)
      #expect(wide == expectedWide)
    }
  }

  @Test func reversibleColoursComeBack() {
    var random = SeededRandom(14)
    let narrow = ColourPlanes<[Int16]>(random.integers(1000), random.integers(1000), random.integers(1000))
    var planes = narrow
    ReversibleColour.forward(&planes)
    #expect(planes != narrow)
    ReversibleColour.inverse(&planes)
    #expect(planes == narrow)

    let wide = ColourPlanes<[Int32]>(random.integers(1000), random.integers(1000), random.integers(1000))
    var words = wide
    ReversibleColour.forward(&words)
    ReversibleColour.inverse(&words)
    #expect(words == wide)
  }

  @Test func reversibleColoursOfKnownPixels() {
    // White, red, green, blue and an odd one: luma, red - blue, green - floor of the mean of the others.
    var planes = ColourPlanes<[Int16]>([255, 255, 0, 0, 10], [255, 0, 255, 0, 20], [255, 0, 0, 255, 13])
    ReversibleColour.forward(&planes)
    #expect(planes.first == [255, 63, 127, 63, 15])
    #expect(planes.second == [0, 255, 0, -255, -3])
    #expect(planes.third == [0, -127, 255, -127, 9])
  }
}
