import EntropyCoding
import Media

extension LatentGroups {
  /// What the planes of all groups cost by their entropy model, and the alpha plane if there is one.
  func codeLengths(
    _ latents: LatentTensor, threads: Int
  ) throws -> (planes: [BitBudget.Plane], alpha: CodeLength?) {
    var parts = [[(model: Int, latents: Int, length: CodeLength)]](
      repeating: [], count: grid.rectangles.count)
    var alphaParts = [CodeLength](repeating: CodeLength(), count: grid.rectangles.count)
    try latents.withChannels { channels in
      try latents.withAlpha { alpha in
        try parts.withUnsafeMutableBufferPointer { parts in
          try alphaParts.withUnsafeMutableBufferPointer { alphaParts in
            // Every group writes to its own place.
            nonisolated(unsafe) let parts = parts
            nonisolated(unsafe) let alphaParts = alphaParts
            try forEach(count: parts.count, threads: threads) { index in
              let group = grid.rectangles[index]
              let (structures, rectangles) = planes(of: group, latents.picture, channels: channels.count)
              let lengths = entropy.codeLengths(
                rectangles.map { channels[$0.channel].latentPlane($0) }, structures)
              parts[index] = zip(structures, lengths).map { ($0.model, $0.width * $0.height, $1) }
              guard let alpha else { return }
              let (alphaStructures, alphaRectangles) = alphaPlanes(of: group, latents.picture)
              for length in model.alpha.codeLengths(
                alphaRectangles.map { alpha.latentPlane($0) }, alphaStructures)
              {
                alphaParts[index] += length
              }
            }
          }
        }
      }
    }
    let sum = alphaParts.reduce(into: CodeLength()) { $0 += $1 }
    return (gathered(parts.joined()), latents.alpha == nil ? nil : sum)
  }

  /// Groups together, in the order of the plane models.
  private func gathered(
    _ parts: some Sequence<(model: Int, latents: Int, length: CodeLength)>
  ) -> [BitBudget.Plane] {
    var planes: [Int: BitBudget.Plane] = [:]
    for part in parts where part.latents > 0 {
      let name = model.grid.planeName(part.model, modelColours: model.colours)
      planes[part.model, default: BitBudget.Plane(name: name)].latents += part.latents
      planes[part.model]?.length += part.length
    }
    return planes.sorted { $0.key < $1.key }.map(\.value)
  }
}
