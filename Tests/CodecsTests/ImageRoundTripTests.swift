import Bytes
import CKernels
import Media
import Testing

@testable import Codecs

/// Every built-in model on every kind of picture.
struct ImageRoundTripTests {
  static let sizes = [(1, 1), (1, 7), (17, 3), (64, 64), (123, 77)]

  @Test(arguments: ModelStore.names, sizes)
  func kindsAndSizes(name: String, size: (Int, Int)) throws {
    let codec = WaveletImageCodec(model: try ModelStore.model(named: name))
    for channels in Channels.allCases where channels.colourCount <= codec.model.colours {
      for depth in [8, 16] {
        let image = SamplePictures.make(width: size.0, height: size.1, channels: channels, depth: depth)
        let latents = try codec.analyze(image, .init(step: 8))
        let bytes = try ImageFile(latents: latents).serialized(model: codec.model)
        let file = try ImageFile(parsing: bytes, model: codec.model)
        #expect(file.latents == latents)
        let decoded = try codec.synthesize(file.latents, threads: 1)
        #expect(decoded.width == size.0 && decoded.height == size.1)
        #expect(decoded.channels == channels && decoded.depth == depth)
        if channels.hasAlpha { #expect(SamplePictures.alpha(decoded) == SamplePictures.alpha(image)) }
        // The dimension-reducing models cannot hold noise; the pyramid must be close at this step.
        let bound = if case .pyramid = codec.model.grid { 0.0006 } else { 0.05 }
        #expect(SamplePictures.error(image, decoded) < bound)
      }
    }
  }

  /// Threads, tiles and instruction sets change no byte of the file and no sample of the picture.
  @Test(arguments: ModelStore.names)
  func determinism(name: String) throws {
    var codec = WaveletImageCodec(model: try ModelStore.model(named: name))
    let channels: Channels = codec.model.colours == 3 ? .rgba : .grayAlpha
    let image = SamplePictures.make(width: 1311, height: 597, channels: channels)
    let reference = try codec.analyze(image, .init(step: 20, threads: 1))
    let bytes = try ImageFile(latents: reference).serialized(model: codec.model, threads: 1)
    let picture = try codec.synthesize(reference, threads: 1)
    for level in [kernels_level_baseline, kernels_level_avx2, kernels_level_avx512] {
      let best = kernels_best_level()
      _ = kernels_set_level(Int32(level))
      defer { _ = kernels_set_level(best) }
      for (threads, side) in [(2, 2048), (1, 256), (3, 512)] {
        codec.tileSide = side
        let latents = try codec.analyze(image, .init(step: 20, threads: threads))
        #expect(latents == reference)
        #expect(try ImageFile(latents: latents).serialized(model: codec.model, threads: threads) == bytes)
        let file = try ImageFile(parsing: bytes, model: codec.model, threads: threads)
        #expect(try codec.synthesize(file.latents, threads: threads) == picture)
      }
    }
  }

  @Test func metadataTravels() throws {
    let model = try ModelStore.model(named: "picture")
    var metadata = Metadata()
    metadata.icc = [1, 2, 3]
    metadata.exif = Array("II*\0....".utf8)
    metadata.xmp = Array("<x/>".utf8)
    metadata.gamma = 45455
    metadata.srgbIntent = 1
    metadata.chromaticities = [1, 2, 3, 4, 5, 6, 7, 8]
    metadata.pixelDensity = PixelDensity(horizontal: 3000, vertical: 2000, unit: .metre)
    let image = SamplePictures.make(width: 20, height: 10, channels: .rgb)
    let latents = try WaveletImageCodec(model: model).analyze(image, .init(step: 10))
    let bytes = try ImageFile(latents: latents, metadata: metadata).serialized(model: model)
    #expect(try ImageFile(parsing: bytes, model: model).metadata == metadata)
  }

  /// Quality falls, bytes fall; the ends of the scale are far apart in error too.
  @Test func qualityScale() throws {
    let codec = WaveletImageCodec(model: try ModelStore.model(named: "picture"))
    let image = SamplePictures.make(width: 200, height: 150, channels: .rgb)
    var sizes: [Int] = []
    var errors: [Double] = []
    for quality in stride(from: 100.0, through: 0, by: -20) {
      let latents = try codec.analyze(image, .init(step: Quality.step(for: quality)))
      sizes.append(try ImageFile(latents: latents).serialized(model: codec.model).count)
      errors.append(SamplePictures.error(image, try codec.synthesize(latents, threads: 1)))
    }
    #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 > $1 })
    #expect(sizes[0] > 20 * sizes[5] && errors[5] > 10 * errors[0])
    #expect(Quality.step(for: 100) == 1 && Quality.step(for: -5) == 256 && Quality.step(for: 75) == 18)
  }

  @Test func wrongArguments() throws {
    let codec = WaveletImageCodec(model: try ModelStore.model(named: "picture"))
    let image = SamplePictures.make(width: 8, height: 8, channels: .rgb)
    for step in [0, -1, 0.1, 5000, Float.nan, .infinity] {
      #expect(throws: CodecError.self) { try codec.analyze(image, .init(step: step)) }
    }
  }
}
