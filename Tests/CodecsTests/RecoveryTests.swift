import Bytes
import Container
import EntropyCoding
import Foundation
import Media
import TestSupport
import Testing

@testable import Codecs

/// Damaged and cut files of pictures, and what is made of them.
struct RecoveryTests {
  /// A file with groups of 256 pixels, so that small pictures have several.
  static func file(_ latents: LatentTensor, _ model: Model, _ entropy: EntropyChoice = .circuit) throws
    -> [UInt8]
  {
    let (entropyModel, digest) = model.entropyModel(entropy)
    var parameters = ImageParameters(picture: latents.picture, step: latents.step, circuit: digest)
    parameters.groupLog2 = 8
    let groups = try LatentGroups(parameters.groups, model: model, entropy: entropyModel)
      .encode(latents, threads: 1)
    let header = Container.Header(
      codec: model.identity.name, modelDigest: model.identity.digest, parameters: parameters.serialized())
    return Container(header: header, groups: groups).serialized()
  }

  /// Where the payload of each group lies in a file.
  static func places(_ file: [UInt8]) throws -> [Range<Int>] {
    var end = file.count - 4
    return try Array(
      Container(parsing: file).groups.reversed().map { group in
        defer { end -= group.payload.count }
        return end - group.payload.count..<end
      }.reversed())
  }

  /// The file with a wrong byte in some groups.
  static func damaged(_ file: [UInt8], groups: [Int]) throws -> [UInt8] {
    var file = file
    let places = try places(file)
    for group in groups { file[places[group].lowerBound + places[group].count / 2] ^= 0x40 }
    return file
  }

  static func photograph(_ name: String) throws -> Image {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try ImageFormats.read([UInt8](Data(contentsOf: root.appending(path: "samples/\(name).png"))))
  }

  /// Mean squared error of 8-bit samples inside a rectangle.
  static func error(_ a: Image, _ b: Image, in part: PixelRectangle) -> Double {
    guard case .eight(let a8) = a.samples, case .eight(let b8) = b.samples else { return .infinity }
    let channels = a.channels.rawValue
    var sum = 0
    for y in part.y..<part.maxY {
      for place in (y * a.width + part.x) * channels..<(y * a.width + part.maxX) * channels {
        let difference = Int(a8[place]) - Int(b8[place])
        sum += difference * difference
      }
    }
    return Double(sum) / Double(part.width * part.height * channels)
  }

  /// Every group of a photograph lost in turn: at least 2.5 dB better on average than if it were left gray.
  @Test(arguments: zip(["picture", "latent-16x"], ["fields", "mountain"]))
  func lostGroupsAreFilled(name: String, photograph: String) throws {
    let model = try ModelStore.model(named: name)
    let image = try Self.photograph(photograph)
    let codec = WaveletImageCodec(model: model)
    let latents = try codec.analyze(image, .init(step: 20))
    let file = try Self.file(latents, model)
    let grid = GroupGrid(width: image.width, height: image.height, nominal: 256)
    try #require(grid.rectangles.count == 6)
    let groups = LatentGroups(grid, model: model, entropy: model.latents)
    var gain = 0.0
    for (index, rectangle) in grid.rectangles.enumerated() {
      let (recovered, damage) = try ImageFile.recovered(
        from: Self.damaged(file, groups: [index]), model: model, threads: index % 2 + 1)
      #expect(damage == [ImageFile.Damage(rectangle: rectangle, isCoarse: false)])
      // The same as when nothing but the group had been cleared, outside of it.
      var (flat, kept) = (latents, recovered.latents)
      let picture = latents.picture
      let places = groups.planes(of: rectangle, picture, channels: latents.shape[0]).1
      flat.withMutableChannels { channels, _ in
        for place in places { channels[place.channel].part(place).fill(0) }
      }
      kept.withMutableChannels { channels, _ in
        for place in places { channels[place.channel].part(place).fill(0) }
      }
      #expect(kept == flat)
      let filled = try Self.error(image, codec.synthesize(recovered.latents, threads: 1), in: rectangle)
      gain += try 10 * log10(Self.error(image, codec.synthesize(flat, threads: 1), in: rectangle) / filled)
    }
    #expect(gain / 6 > 2.5, "\(gain / 6) dB")
  }

  /// A cut file: what is there of the last group makes it coarse, and more of it makes it better.
  @Test(arguments: ["picture", "latent-16x"], EntropyChoice.allCases)
  func cutGroupsAreCoarse(name: String, entropy: EntropyChoice) throws {
    let model = try ModelStore.model(named: name)
    let image = try Self.photograph("fields")
    let codec = WaveletImageCodec(model: model)
    let latents = try codec.analyze(image, .init(step: 20))
    let file = try Self.file(latents, model, entropy)
    let last = try #require(Self.places(file).last)
    let rectangle = try #require(
      GroupGrid(width: image.width, height: image.height, nominal: 256).rectangles.last)
    var before = Double.infinity
    for share in [0, 20, 50, 80] {
      let cut = Array(file[..<(last.lowerBound + last.count * share / 100)])
      #expect(throws: CodecError.self) { try ImageFile(parsing: cut, model: model) }
      let (recovered, damage) = try ImageFile.recovered(from: cut, model: model)
      #expect(damage == [ImageFile.Damage(rectangle: rectangle, isCoarse: share > 0)])
      let error = try Self.error(image, codec.synthesize(recovered.latents, threads: 1), in: rectangle)
      #expect(error < before, "\(share) %: \(error) after \(before)")
      before = error
    }
    // But for the end of DATA all is there.
    let (whole, damage) = try ImageFile.recovered(from: file, model: model)
    #expect(whole.latents == latents && damage.isEmpty)
    #expect(try ImageFile.recovered(from: Array(file.dropLast(2)), model: model).file.latents == latents)
  }

  @Test func nothingLeft() throws {
    let model = try ModelStore.model(named: "picture")
    let image = SamplePictures.make(width: 300, height: 40, channels: .rgba)
    let file = try Self.file(WaveletImageCodec(model: model).analyze(image, .init(step: 30)), model)
    #expect(throws: CodecError.corruptData("DATA: nothing is left of any group")) {
      try ImageFile.recovered(from: Self.damaged(file, groups: [0, 1]), model: model)
    }
    #expect(throws: CodecError.corruptData("DATA: nothing is left of any group")) {
      try ImageFile.recovered(from: Array(file[..<Self.places(file)[0].lowerBound]), model: model)
    }
    #expect(try ImageFile.recovered(from: Self.damaged(file, groups: [1]), model: model).damage.count == 1)
  }

  /// Alpha of a lost group goes on from around, without values that no 8-bit sample has.
  @Test func alpha() throws {
    let model = try ModelStore.model(named: "picture")
    var samples = [UInt8](repeating: 90, count: 512 * 64 * 4)
    for pixel in 0..<512 * 64 { samples[4 * pixel + 3] = pixel % 512 < 300 ? 255 : 3 }
    let image = Image(width: 512, height: 64, channels: .rgba, samples: .eight(samples))
    let codec = WaveletImageCodec(model: model)
    let file = try Self.file(codec.analyze(image, .init(step: 30)), model)
    for (group, opacity) in [(0, 255), (1, 255)] {
      let recovered = try ImageFile.recovered(from: Self.damaged(file, groups: [group]), model: model)
      let alpha = try SamplePictures.alpha(codec.synthesize(recovered.file.latents, threads: 1))
      // Near the border that the groups share.
      let place = 32 * 512 + (group == 0 ? 250 : 262)
      #expect(abs(alpha[place] - opacity) < 40, "\(alpha[place])")
      // Beyond what the wavelet reaches.
      let other = group == 0 ? 330..<512 : 0..<190
      #expect(other.allSatisfy { alpha[32 * 512 + $0] == ($0 < 300 ? 255 : 3) })
    }
  }

  /// Files damaged at random: an error or a picture of the size that was said, whatever the bytes.
  @Test(arguments: [(1, 1), (300, 17), (40, 600), (513, 290)], [Channels.gray, .rgb, .rgba])
  func hostile(size: (Int, Int), channels: Channels) throws {
    for name in ["picture", "latent-16x"] {
      let model = try ModelStore.model(ModelStore.model(named: name), for: channels)
      let image = SamplePictures.make(width: size.0, height: size.1, channels: channels)
      let latents = try WaveletImageCodec(model: model).analyze(image, .init(step: 30))
      let file = try Self.file(latents, model)
      var random = SeededRandom(UInt64(size.0 + channels.rawValue))
      for round in 0..<8 {
        var broken = file
        for _ in 0..<1 + random.next(below: 3) {
          broken[random.next(below: file.count)] ^= UInt8(1 + random.next(below: 255))
        }
        if round % 2 == 0 { broken.removeLast(random.next(below: file.count)) }
        do {
          let (recovered, _) = try ImageFile.recovered(from: broken, model: model)
          #expect(recovered.latents.picture == latents.picture)
        } catch {
          #expect(error is CodecError)
        }
      }
    }
  }
}
