import EntropyCoding
import Media
import Transforms

extension LatentGroups {
  /// Fills what is lost of latents with what is most probable given the rest.
  ///
  /// Where the entropy model predicts latents, the prediction goes on from the known ones on all sides; where it predicts
  /// zero, zero is the most probable latent, too. The planes are seen as if the picture were one group.
  ///
  /// - Parameters:
  ///   - latents: lost ones must be zero.
  ///   - damaged: for each group what of it is known; nil: all.
  func complete(_ latents: inout LatentTensor, damaged: [KnownLatents?], threads: Int) throws {
    let picture = latents.picture
    let whole = PixelRectangle(x: 0, y: 0, width: picture.width, height: picture.height)
    let groups = zip(grid.rectangles, damaged).compactMap { rectangle, known in
      known.map { (rectangle: rectangle, known: $0) }
    }
    guard !groups.isEmpty else { return }
    try latents.withMutableChannels { channels, alpha in
      try complete(
        channels, planes(of: whole, picture, channels: channels.count), model.latents, threads: threads,
        lost: groups.map { (planes(of: $0.rectangle, picture, channels: channels.count).1, $0.known.rows) })
      guard let alpha else { return }
      try complete(
        [alpha], alphaPlanes(of: whole, picture), model.alpha, threads: threads,
        lost: groups.map { (alphaPlanes(of: $0.rectangle, picture).1, $0.known.alphaRows) })
    }
  }

  private func complete(
    _ channels: [PlaneView<Int16>], _ whole: ([PlaneStructure], [ChannelRectangle]), _ entropy: ClassModel,
    threads: Int, lost: [(rectangles: [ChannelRectangle], knownRows: [Int])]
  ) throws {
    let (structures, bands) = whole
    try forEach(count: structures.count, threads: threads) { index in
      guard let mean = entropy.meanWeights(of: structures[index].model) else { return }
      let band = bands[index]
      let parts = lost.map { rectangles, knownRows in
        let (part, known) = (rectangles[index], knownRows[index])
        return PixelRectangle(
          x: part.x - band.x, y: part.y - band.y + known, width: part.width, height: part.height - known)
      }
      PlaneCompletion(channels[band.channel].part(band), lost: parts, mean: mean).fill()
    }
  }
}

/// What is known of a damaged group.
struct KnownLatents {
  /// The first rows of each plane, and of each plane of alpha.
  var rows: [Int]
  var alphaRows: [Int]

  /// Whether there is anything.
  var areAny: Bool { (rows + alphaRows).contains { $0 > 0 } }
}
