import Bytes
import Container
import EntropyCoding
import Media
import Transforms

/// Latents to group payloads and back: integers only.
///
/// A group holds its part of the latents, then, behind it in the same payload when the picture has alpha, its part
/// of the alpha plane: u32 length of the latents' bytes, those bytes, the alpha bytes. Groups are independent.
struct LatentGroups {
  let grid: GroupGrid
  let model: Model
  /// What the latents are coded with.
  let entropy: any LatentModel

  init(_ grid: GroupGrid, model: Model, entropy: any LatentModel) {
    self.grid = grid
    self.model = model
    self.entropy = entropy
  }

  func encode(_ latents: LatentTensor, threads: Int) throws -> [Container.Group] {
    var groups = [Container.Group?](repeating: nil, count: grid.rectangles.count)
    try latents.withChannels { channels in
      try latents.withAlpha { alpha in
        try groups.withUnsafeMutableBufferPointer { groups in
          nonisolated(unsafe) let groups = groups
          try forEach(count: groups.count, threads: threads) { index in
            groups[index] = encode(grid.rectangles[index], latents.picture, channels, alpha)
          }
        }
      }
    }
    return groups.compactMap { $0 }
  }

  /// Moves latents rounded to the nearest to where rate and distortion together are least.
  func decide(
    _ latents: inout LatentTensor, fractions: [PlaneView<Int8>], rateWeight: RateWeight, threads: Int
  ) throws {
    let picture = latents.picture
    try latents.withMutableChannels { channels, _ in
      try forEach(count: grid.rectangles.count, threads: threads) { index in
        let (structures, rectangles) = planes(of: grid.rectangles[index], picture, channels: channels.count)
        model.latents.decide(
          rectangles.map { channels[$0.channel].latentPlane($0) },
          fractions: rectangles.map { place in
            let plane = fractions[place.channel]
            return FractionPlane(
              start: plane.base + place.y * plane.stride + place.x, rowStride: plane.stride)
          }, structures, rateWeight: rateWeight)
      }
    }
  }

  /// - Parameter rescue: is told of a damaged group its number and what of it is known, by any thread; lost latents become
  ///   zero. Without it damage is an error.
  func decode(
    _ groups: [Container.Group], _ parameters: ImageParameters, threads: Int,
    rescue: ((Int, KnownLatents) -> Void)? = nil
  ) throws -> LatentTensor {
    let codec = WaveletImageCodec(model: model)
    try codec.check(parameters.picture.channels)
    let picture = parameters.picture
    let channels = codec.latentChannels(of: picture.channels)
    let extent = model.grid.extent(width: picture.width, height: picture.height)
    let shape = [channels, extent.height, extent.width]
    let alphaShape = [picture.channels.hasAlpha ? 1 : 0, picture.height, picture.width]
    // Memory is touched group by group, so that a file that lies about its size fails before it costs any.
    var alpha: [Int16] = []
    let symbols = try [Int16](unsafeUninitializedCapacity: shape.reduce(1, *)) { symbols, count in
      let views = LatentTensor.views(symbols.baseAddress, shape: shape)
      alpha = try [Int16](unsafeUninitializedCapacity: alphaShape.reduce(1, *)) { alpha, alphaCount in
        let alphaView = LatentTensor.views(alpha.baseAddress, shape: alphaShape).first
        try forEach(count: groups.count, threads: threads) { index in
          do {
            try decode(groups[index], grid.rectangles[index], picture, views, alphaView)
          } catch let error as CodecError {
            guard let rescue else { throw CodecError.corruptData("DATA: group \(index): \(error.message)") }
            rescue(index, salvage(groups[index], grid.rectangles[index], picture, views, alphaView))
          }
        }
        alphaCount = alphaShape.reduce(1, *)
      }
      count = shape.reduce(1, *)
    }
    return LatentTensor(
      shape: shape, symbols: symbols, alpha: picture.channels.hasAlpha ? alpha : nil,
      step: Float(parameters.step) / 65536, model: model, picture: picture)
  }

  private func encode(
    _ group: PixelRectangle, _ picture: PictureDescription, _ channels: [PlaneView<Int16>],
    _ alpha: PlaneView<Int16>?
  ) -> Container.Group {
    let (structures, rectangles) = planes(of: group, picture, channels: channels.count)
    let main = entropy.encode(rectangles.map { channels[$0.channel].latentPlane($0) }, structures)
    guard let alpha else { return Container.Group(payload: main.payload, finalState: main.state) }
    let (alphaStructures, alphaRectangles) = alphaPlanes(of: group, picture)
    let side = model.alpha.encode(alphaRectangles.map { alpha.latentPlane($0) }, alphaStructures)
    var payload = ByteWriter()
    payload.write(UInt32(main.payload.count))
    payload.write(main.payload)
    payload.write(side.payload)
    return Container.Group(payload: payload.bytes, finalState: main.state ^ side.state)
  }

  private func decode(
    _ group: Container.Group, _ rectangle: PixelRectangle, _ picture: PictureDescription,
    _ channels: [PlaneView<Int16>], _ alpha: PlaneView<Int16>?
  ) throws(CodecError) {
    let (structures, rectangles) = planes(of: rectangle, picture, channels: channels.count)
    let views = rectangles.map { channels[$0.channel].latentPlane($0) }
    guard !group.isDamaged else { throw .corruptData("CRC-32 mismatch, or the file is cut") }
    guard let alpha else {
      guard let state = entropy.decode(group.payload, into: views, structures) else {
        throw .corruptData("the entropy coded data end too early")
      }
      return try check(state, group.finalState)
    }
    var reader = ByteReader(group.payload)
    let length = Int(try reader.read(UInt32.self, "length of the latents"))
    let main = entropy.decode(try reader.read(length, "latents"), into: views, structures)
    let (alphaStructures, alphaRectangles) = alphaPlanes(of: rectangle, picture)
    let rest = try reader.read(reader.remaining, "alpha")
    let side = model.alpha.decode(rest, into: alphaRectangles.map { alpha.latentPlane($0) }, alphaStructures)
    guard let main, let side else { throw .corruptData("the entropy coded data end too early") }
    try check(main ^ side, group.finalState)
  }

  private func check(_ state: UInt32, _ expected: UInt32) throws(CodecError) {
    guard state == expected else {
      throw .corruptData("the entropy decoder ended out of step with the encoder")
    }
  }

  func planes(
    of group: PixelRectangle, _ picture: PictureDescription, channels: Int
  ) -> ([PlaneStructure], [ChannelRectangle]) {
    model.grid.planes(
      of: group, width: picture.width, height: picture.height, channels: channels, modelColours: model.colours
    )
  }

  func alphaPlanes(
    of group: PixelRectangle, _ picture: PictureDescription
  ) -> ([PlaneStructure], [ChannelRectangle]) {
    Model.alphaGrid.planes(
      of: group, width: picture.width, height: picture.height, channels: 1, modelColours: 1)
  }
}

extension PlaneView<Int16> {
  func latentPlane(_ rectangle: ChannelRectangle) -> LatentPlane {
    LatentPlane(start: base + rectangle.y * stride + rectangle.x, rowStride: stride)
  }
}
