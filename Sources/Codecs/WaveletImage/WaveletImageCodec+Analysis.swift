import Bytes
import CKernels
import EntropyCoding
import Media
import Neural
import Transforms

extension WaveletImageCodec {
  /// Latents of a picture. Throws `invalidParameter` for a step out of range or a picture the model is not for.
  public func analyze(_ image: Image, _ options: Options) throws -> LatentTensor {
    try check(image.channels)
    let step = try Self.stored(options.step)
    let description = PictureDescription(image)
    let extent = model.grid.extent(width: image.width, height: image.height)
    let target = QuantizerTarget(
      quantizer: DeadZoneQuantizer(step: step, offset: model.rounding),
      shape: [latentChannels(of: image.channels), extent.height, extent.width], splits: options.rateWeight > 0
    )
    for tile in GroupGrid(width: image.width, height: image.height, nominal: tileSide).rectangles {
      try analyze(image, tile: tile, into: target, threads: options.threads)
    }
    var latents = LatentTensor(
      shape: target.shape, symbols: target.takeSymbols(),
      alpha: image.channels.hasAlpha ? AlphaPlane.analyze(image) : nil, step: step, model: model,
      picture: description)
    if target.splits {
      let parameters = ImageParameters(picture: description, step: step)
      try LatentGroups(parameters.groups, model: model, entropy: model.latents).decide(
        &latents, fractions: target.fractions, rateWeight: RateWeight(thousandths: options.rateWeight),
        threads: options.threads)
    }
    return latents
  }

  private func analyze(
    _ image: Image, tile: PixelRectangle, into target: QuantizerTarget, threads: Int
  ) throws {
    let region = tile.grown(by: analysisHalo, width: image.width, height: image.height)
    let planes = colourPlanes(of: image, region: region)
    switch model.grid {
    case .pyramid(let levels):
      try analyzePyramid(planes, levels: levels, region: region, tile: tile, image, target, threads)
    case .uniform(let levels):
      try analyzeUniform(planes, levels: levels, region: region, tile: tile, image, target, threads)
    }
  }

  /// Pixels around a tile that its latents depend on, on a multiple of the alignment.
  private var analysisHalo: Int { Self.aligned(LiftingWavelet<Float>.halo(levels: 5)) }

  /// Rotated colours of a region; for uniform grids the last row and column are repeated to fill the grid.
  private func colourPlanes(of image: Image, region: PixelRectangle) -> PlaneStack {
    let unit: Int
    if case .uniform(let levels) = model.grid { unit = 1 << levels } else { unit = 1 }
    let width = (region.width + unit - 1) / unit * unit
    let height = (region.height + unit - 1) / unit * unit
    let planes = PlaneStack(count: usedPlanes(of: image.channels), width: width, height: height)
    let inner = (0..<planes.count).map {
      planes[$0].subplane(x: 0, y: 0, width: region.width, height: region.height)
    }
    switch image.samples {
    case .eight(let samples): rotate(samples, of: image, region: region, into: inner)
    case .sixteen(let samples): rotate(samples, of: image, region: region, into: inner)
    }
    for plane in 0..<planes.count { planes[plane].repeatEdge(width: region.width, height: region.height) }
    return planes
  }

  private func rotate<Sample: ColourSample>(
    _ samples: [Sample], of image: Image, region: PixelRectangle, into planes: [PlaneView<Float>]
  ) {
    samples.withUnsafeBufferPointer { samples in
      // Views are mutable by type; analysis only reads.
      guard let base = UnsafeMutablePointer(mutating: samples.baseAddress) else { return }
      let whole = InterleavedView(
        base, width: image.width, height: image.height, pixelStride: image.channels.rawValue,
        rowStride: image.width * image.channels.rawValue)
      let part = whole.subpicture(x: region.x, y: region.y, width: region.width, height: region.height)
      if image.channels.colourCount == 3 {
        model.rotation.rotate(part, into: ColourPlanes(planes[0], planes[1], planes[2]))
      } else {
        GrayTransform.centre(part, into: planes[0])
        for plane in planes.dropFirst() { plane.fill(0) }
      }
    }
  }

  private func analyzePyramid(
    _ planes: PlaneStack, levels: Int, region: PixelRectangle, tile: PixelRectangle, _ image: Image,
    _ target: QuantizerTarget, _ threads: Int
  ) throws {
    let packet = WaveletPacket<Float>.pyramid(levels: levels)
    let bands = zip(
      packet.subbands(width: region.width, height: region.height),
      packet.subbands(width: image.width, height: image.height))
    let moves = bands.map { local, global in
      let place = tile.part(of: global, width: image.width, height: image.height)
      var source = place
      source.x += local.x - global.x - (region.x >> local.level)
      source.y += local.y - global.y - (region.y >> local.level)
      return (source: source, place: place)
    }
    try forEach(count: planes.count, threads: threads) { colour in
      packet.forward(planes[colour])
      for move in moves {
        target.quantize(planes[colour].part(move.source), channel: colour, at: move.place)
      }
    }
  }

  private func analyzeUniform(
    _ planes: PlaneStack, levels: Int, region: PixelRectangle, tile: PixelRectangle, _ image: Image,
    _ target: QuantizerTarget, _ threads: Int
  ) throws {
    guard let projection = model.projection else { return }
    let packet = UniformPacket<Float>(depth: levels)
    let coefficients = PlaneStack(
      count: planes.count << (2 * levels), width: planes.width >> levels, height: planes.height >> levels)
    try forEach(count: planes.count, threads: threads) { colour in
      packet.forward(planes[colour], into: coefficients[colour << (2 * levels)].base)
    }
    let mixed = PlaneStack(count: model.channels, width: coefficients.width, height: coefficients.height)
    try mix(coefficients, by: projection.analysis, into: mixed, threads: threads)
    let extent = model.grid.extent(width: image.width, height: image.height)
    var place = PixelRectangle(x: tile.x >> levels, y: tile.y >> levels, width: 0, height: 0)
    place.width = (tile.maxX == image.width ? extent.width : tile.maxX >> levels) - place.x
    place.height = (tile.maxY == image.height ? extent.height : tile.maxY >> levels) - place.y
    var source = place
    source.x -= region.x >> levels
    source.y -= region.y >> levels
    for channel in 0..<mixed.count {
      target.quantize(mixed[channel].part(source), channel: channel, at: place)
    }
  }

  /// Every plane of `result` as a weighted sum of the planes of `source`; weights [result.count, source.count].
  func mix(_ source: PlaneStack, by weights: Tensor, into result: PlaneStack, threads: Int) throws {
    precondition(weights.shape == [result.count, source.count], "weights of a mix")
    let size = source.width * source.height
    try forEach(count: result.count, threads: threads) { row in
      weights.values.withUnsafeBufferPointer { values in
        guard let base = values.baseAddress else { return }
        mix_planes(result[row].base, source.base, base + row * source.count, source.count, size)
      }
    }
  }
}
