import Bytes
import Metrics
import Testing

/// Figures of NumPy and SciPy (`gaussian_filter`, sigma 1.5, 11 taps, in doubles) on the same pictures.
struct Expected: Sendable, CustomTestStringConvertible {
  let width, height, channels, peak: Int
  let psnr: Double
  let ssim: Double
  let multiScale: Double?

  var testDescription: String { "\(width)x\(height)x\(channels) up to \(peak)" }

  static let all = [
    Expected(
      width: 17, height: 11, channels: 1, peak: 255, psnr: 28.8557824872, ssim: 0.7686833321, multiScale: nil),
    Expected(
      width: 40, height: 33, channels: 3, peak: 255, psnr: 28.8993581597, ssim: 0.8589179789, multiScale: nil),
    Expected(
      width: 176, height: 176, channels: 1, peak: 255, psnr: 28.9516921344, ssim: 0.9754985066,
      multiScale: 0.9966358941),
    Expected(
      width: 191, height: 203, channels: 3, peak: 255, psnr: 28.9299292757, ssim: 0.9744250733,
      multiScale: 0.9968221449),
    Expected(
      width: 180, height: 177, channels: 3, peak: 65535, psnr: 30.4471577950, ssim: 0.4827184608,
      multiScale: 0.8977619248),
    Expected(
      width: 64, height: 48, channels: 4, peak: 255, psnr: 29.0046724194, ssim: 0.9064191740, multiScale: nil),
  ]
}

@Suite struct PictureMetricsTests {
  @Test(arguments: Expected.all)
  func agreesWithNumPy(_ expected: Expected) throws {
    let (width, height, channels) = (expected.width, expected.height, expected.channels)
    let original = Pictures.original(width: width, height: height, channels: channels, peak: expected.peak)
    let noisy = Pictures.noisy(width: width, height: height, channels: channels, peak: expected.peak)
    #expect(abs(try noisy.psnr(against: original) - expected.psnr) < 1e-8)
    #expect(abs(try #require(try noisy.ssim(against: original)) - expected.ssim) < 1e-8)
    let multiScale = try noisy.multiScaleSSIM(against: original)
    #expect((multiScale == nil) == (expected.multiScale == nil))
    if let multiScale, let value = expected.multiScale { #expect(abs(multiScale - value) < 1e-8) }

    #expect(try original.psnr(against: noisy) == noisy.psnr(against: original))
    #expect(try original.ssim(against: noisy) == noisy.ssim(against: original))
    #expect(try original.multiScaleSSIM(against: noisy) == multiScale)
  }

  @Test func equalPictures() throws {
    let picture = Pictures.original(width: 180, height: 176, channels: 3, peak: 255)
    #expect(try picture.psnr(against: picture) == .infinity)
    #expect(abs(try #require(try picture.ssim(against: picture)) - 1) < 1e-12)
    #expect(abs(try #require(try picture.multiScaleSSIM(against: picture)) - 1) < 1e-12)
  }

  /// Two flat pictures have no structure: SSIM is the luminance term alone, MS-SSIM that of the last scale.
  @Test func flatPictures() throws {
    func flat(_ value: Float) -> Planes {
      Planes(
        width: 176, height: 176, channelCount: 1, values: .init(repeating: value, count: 176 * 176), peak: 255
      )
    }
    // (2·100·120 + c1) / (100² + 120² + c1), with c1 = (0.01 · 255)².
    let luminance = 24006.5025 / 24406.5025
    let ssim = try #require(try flat(100).ssim(against: flat(120)))
    #expect(abs(ssim - luminance) < 1e-10)
    // Its power 0.1333.
    let multiScale = try #require(try flat(100).multiScaleSSIM(against: flat(120)))
    #expect(abs(multiScale - 0.9977996602602436) < 1e-10)
    let psnr = try flat(100).psnr(against: flat(120))
    #expect(abs(psnr - 22.11020369539948) < 1e-10)
  }

  /// Opacity counts in PSNR and not in SSIM.
  @Test func opacity() throws {
    let picture = Pictures.original(width: 20, height: 20, channels: 2, peak: 255)
    var values = picture.values
    for index in 400..<800 { values[index] = 255 - values[index] }
    let other = Planes(width: 20, height: 20, channelCount: 2, hasAlpha: true, values: values, peak: 255)
    #expect(try other.psnr(against: picture) < 40)
    #expect(abs(try #require(try other.ssim(against: picture)) - 1) < 1e-12)
  }

  @Test func tooSmall() throws {
    for (width, height) in [(1, 1), (10, 50), (50, 10)] {
      let picture = Pictures.original(width: width, height: height, channels: 3, peak: 255)
      #expect(try picture.ssim(against: picture) == nil)
    }
    #expect(Planes.smallestMultiScaleSide == 176)
    for (width, height) in [(175, 200), (200, 175)] {
      let picture = Pictures.original(width: width, height: height, channels: 1, peak: 255)
      #expect(try picture.ssim(against: picture) != nil)
      #expect(try picture.multiScaleSSIM(against: picture) == nil)
    }
  }

  @Test func differentPicturesThrow() {
    let picture = Pictures.original(width: 12, height: 12, channels: 3, peak: 255)
    let others = [
      Pictures.original(width: 13, height: 12, channels: 3, peak: 255),
      Pictures.original(width: 12, height: 13, channels: 3, peak: 255),
      Pictures.original(width: 12, height: 12, channels: 4, peak: 255),
      Pictures.original(width: 12, height: 12, channels: 3, peak: 65535),
    ]
    for other in others {
      #expect(throws: CodecError.self) { try picture.psnr(against: other) }
      #expect(throws: CodecError.self) { try picture.ssim(against: other) }
      #expect(throws: CodecError.self) { try other.multiScaleSSIM(against: picture) }
    }
  }
}
