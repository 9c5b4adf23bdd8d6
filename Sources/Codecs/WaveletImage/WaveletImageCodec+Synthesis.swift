import Bytes
import Media
import Neural
import Transforms

extension WaveletImageCodec {
  /// The picture of latents, in the size, channels and depth of the original.
  ///
  /// Throws `missingModel` if another model made them.
  public func synthesize(_ latents: LatentTensor, threads: Int) throws -> Image {
    guard latents.model == model.identity else {
      throw CodecError.missingModel("latents of model \(latents.model.name), not of \(model.identity.name)")
    }
    let picture = latents.picture
    try check(picture.channels)
    let count = picture.width * picture.height * picture.channels.rawValue
    let samples: Samples
    if picture.depth == 8 {
      samples = .eight(try fill([UInt8](repeating: 0, count: count), latents, threads: threads))
    } else {
      samples = .sixteen(try fill([UInt16](repeating: 0, count: count), latents, threads: threads))
    }
    return Image(width: picture.width, height: picture.height, channels: picture.channels, samples: samples)
  }

  private func fill<Sample: ColourSample>(
    _ blank: consuming [Sample], _ latents: LatentTensor, threads: Int
  ) throws -> [Sample] {
    var samples = blank
    let picture = latents.picture
    let tiles = GroupGrid(width: picture.width, height: picture.height, nominal: tileSide)
    try samples.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let whole = InterleavedView(
        base, width: picture.width, height: picture.height, pixelStride: picture.channels.rawValue)
      for tile in tiles.rectangles { try synthesize(latents, tile: tile, into: whole, threads: threads) }
    }
    if let alpha = latents.alpha { AlphaPlane.synthesize(alpha, picture, into: &samples) }
    return samples
  }

  private func synthesize<Sample: ColourSample>(
    _ latents: LatentTensor, tile: PixelRectangle, into whole: InterleavedView<Sample>, threads: Int
  ) throws {
    let picture = latents.picture
    let region = tile.grown(by: synthesisHalo, width: picture.width, height: picture.height)
    let planes: PlaneStack
    switch model.grid {
    case .pyramid(let levels):
      planes = try pyramidLevel1(latents, levels: levels, region: region, threads: threads)
    case .uniform(let levels):
      planes = try uniformLevel1(latents, levels: levels, region: region, threads: threads)
    }
    refine(planes, step: latents.step, threads: threads)
    let lastLevel = WaveletPacket<Float>.pyramid(levels: 1)
    try forEach(count: planes.count, threads: threads) { lastLevel.inverse(planes[$0]) }
    var inner = tile
    inner.x -= region.x
    inner.y -= region.y
    let part = whole.subpicture(x: tile.x, y: tile.y, width: tile.width, height: tile.height)
    if picture.channels.colourCount == 3 {
      let colours = ColourPlanes(planes[0].part(inner), planes[1].part(inner), planes[2].part(inner))
      model.rotation.unrotate(colours, into: part)
    } else {
      GrayTransform.uncentre(planes[0].part(inner), into: part)
    }
  }

  /// Pixels around a tile that its samples depend on, on a multiple of the alignment.
  var synthesisHalo: Int {
    let fine = 2 * SynthesisNetwork(model.fine, t: 0).halo
    var halo = LiftingWavelet<Float>.halo(levels: 5) + fine
    if let projection = model.projection, case .uniform(let levels) = model.grid {
      halo += SynthesisNetwork(projection.coarse, t: 0).halo << levels
    }
    return Self.aligned(halo)
  }

  /// Up to the next multiple of the alignment.
  static func aligned(_ halo: Int) -> Int {
    let unit = LatentGrid.alignment
    return (halo + unit - 1) / unit * unit
  }

  /// Logarithm of the step as the networks are told it.
  func networkTime(step: Float) -> Float {
    let known = min(max(step, model.trainedSteps.lowerBound), model.trainedSteps.upperBound)
    return StepLogarithm.log2(known / model.referenceStep)
  }

  /// Mosaics of a region with all levels but the last undone: low band top left, level-1 details around it.
  private func pyramidLevel1(
    _ latents: LatentTensor, levels: Int, region: PixelRectangle, threads: Int
  ) throws -> PlaneStack {
    let picture = latents.picture
    let packet = WaveletPacket<Float>.pyramid(levels: levels)
    let quantizer = DeadZoneQuantizer(step: latents.step)
    let bands = zip(
      packet.subbands(width: region.width, height: region.height),
      packet.subbands(width: picture.width, height: picture.height))
    let moves = bands.map { local, global in
      let part = region.part(of: global, width: picture.width, height: picture.height)
      return (
        source: part,
        target: PixelRectangle(x: local.x, y: local.y, width: local.width, height: local.height)
      )
    }
    let planes = PlaneStack(count: latents.shape[0], width: region.width, height: region.height)
    try latents.withChannels { channels in
      try forEach(count: planes.count, threads: threads) { colour in
        for move in moves {
          quantizer.dequantize(channels[colour].part(move.source), into: planes[colour].part(move.target))
        }
        packet.inverse(planes[colour], keptLevels: 1)
      }
    }
    return planes
  }

  /// The same for a uniform grid: linear synthesis, corrected by the coarse network, all levels but the last undone.
  private func uniformLevel1(
    _ latents: LatentTensor, levels: Int, region: PixelRectangle, threads: Int
  ) throws -> PlaneStack {
    guard let projection = model.projection else { preconditionFailure("a uniform model has a projection") }
    let x = region.x >> levels
    let y = region.y >> levels
    let width = (region.maxX + (1 << levels) - 1) >> levels - x
    let height = (region.maxY + (1 << levels) - 1) >> levels - y
    let quantizer = DeadZoneQuantizer(step: latents.step)
    let values = PlaneStack(count: latents.shape[0], width: width, height: height)
    let part = PixelRectangle(x: x, y: y, width: width, height: height)
    latents.withChannels { channels in
      for channel in 0..<channels.count {
        quantizer.dequantize(channels[channel].part(part), into: values[channel])
      }
    }
    let coefficients = PlaneStack(count: model.colours << (2 * levels), width: width, height: height)
    try mix(values, by: projection.synthesis, into: coefficients, threads: threads)
    let network = SynthesisNetwork(projection.coarse, t: networkTime(step: latents.step))
    let input = Tensor(
      interleaving: (0..<values.count).map { values[$0] }, units: projection.deviations.map { 1 / $0 })
    let unit = model.detailUnit ?? latents.step
    network(input, threads: threads).addChannels(
      to: (0..<coefficients.count).map { coefficients[$0] },
      units: [Float](repeating: unit, count: coefficients.count))
    return try inverseButLast(coefficients, levels: levels, threads: threads)
  }

  private func inverseButLast(_ coefficients: PlaneStack, levels: Int, threads: Int) throws -> PlaneStack {
    let packet = UniformPacket<Float>(depth: levels - 1)
    let planes = PlaneStack(
      count: model.colours, width: coefficients.width << levels, height: coefficients.height << levels)
    let channels = 1 << (2 * (levels - 1))
    try forEach(count: planes.count, threads: threads) { colour in
      for (band, quadrant) in planes[colour].quadrants.all.enumerated() {
        packet.inverse(coefficients[(colour * 4 + band) * channels].base, into: quadrant)
      }
    }
    return planes
  }

  /// Adds the fine network's details to the level-1 bands.
  private func refine(_ planes: PlaneStack, step: Float, threads: Int) {
    let unit = model.detailUnit ?? step
    let network = SynthesisNetwork(model.fine, t: networkTime(step: step))
    var bands = (0..<planes.count).flatMap { planes[$0].quadrants.all }
    let width = (planes.width + 1) / 2
    let height = (planes.height + 1) / 2
    // A gray picture under a colour model: the chroma bands are zeros that nobody asks back.
    let gray = PlaneStack(count: 1, width: bands.count < network.inputs ? width : 0, height: height)
    gray.clear(0)
    let known = bands.count
    while bands.count < network.inputs { bands.append(gray[0]) }
    let units = [Float](repeating: 1 / unit, count: bands.count)
    let input = Tensor(interleaving: bands, units: units)
    network(input, threads: threads).addChannels(
      to: Array(bands[..<known]), units: [Float](repeating: unit, count: known))
  }
}
