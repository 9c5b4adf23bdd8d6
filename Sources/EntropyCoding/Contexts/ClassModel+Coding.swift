extension ClassModel {
  /// Codes the planes of one group in order; returns the payload and the final coder state.
  public func encode(_ planes: [LatentPlane], _ structures: [PlaneStructure]) -> (
    payload: [UInt8], state: UInt32
  ) {
    var port = WritingPort()
    walk(planes, structures, port: &port)
    let state = port.coder.state
    return (port.coder.finish(), state)
  }

  /// The inverse of `encode`: fills the planes and returns the final coder state, which must be the encoder's.
  ///
  /// Damaged bytes decode to other latents and, nearly always, another state; nil if they end too early, and then
  /// not every latent was written.
  public func decode(
    _ payload: ArraySlice<UInt8>, into planes: [LatentPlane], _ structures: [PlaneStructure]
  ) -> UInt32? {
    var port = ReadingPort(coder: RangeDecoder(payload))
    walk(planes, structures, port: &port)
    return port.coder.isExhausted ? nil : port.coder.state
  }

  public func decode(
    start: ArraySlice<UInt8>, into planes: [LatentPlane], _ structures: [PlaneStructure]
  ) -> [Int] {
    var port = CutReadingPort(start)
    walk(planes, structures, port: &port)
    return port.wholeRows(structures)
  }

  /// Moves quantized latents to where rate and distortion together are least under this model, in coding order.
  ///
  /// - Parameters:
  ///   - planes: latents rounded to the nearest; changed in place, towards zero.
  ///   - fractions: for each plane what rounding took from each magnitude, in 1/256 steps.
  ///   - rateWeight: what a bit is worth, in squared steps.
  public func decide(
    _ planes: [LatentPlane], fractions: [FractionPlane], _ structures: [PlaneStructure],
    rateWeight: RateWeight
  ) {
    precondition(fractions.count == planes.count, "fractions for every plane")
    let decisions = fractions.map { QuantizerDecision(fractions: $0, weight: rateWeight) }
    var port = DecidingPort()
    walk(planes, structures, decisions: decisions, port: &port)
  }

  /// What `encode` spends on each plane by the counts of its tables: all but what the range coder adds at the end.
  public func codeLengths(_ planes: [LatentPlane], _ structures: [PlaneStructure]) -> [CodeLength] {
    var port = CountingPort()
    walk(planes, structures, port: &port)
    return port.lengths
  }

  /// Whether a plane can be coded with this model.
  public func knows(_ structure: PlaneStructure) -> Bool {
    planes.indices.contains(structure.model)
      && structure.references.count * 2 <= planes[structure.model].references.count
  }

  private func walk<Port: SymbolPort>(
    _ views: [LatentPlane], _ structures: [PlaneStructure], decisions: [QuantizerDecision] = [],
    port: inout Port
  ) {
    precondition(views.count == structures.count, "one view a plane")
    checkLayout(structures)
    let magnitudes = MagnitudePlanes(structures)
    let widest = structures.map(\.width).max() ?? 0
    let scratch = UnsafeMutablePointer<Int32>.allocate(
      capacity: RowPredictor.scratchCount(width: widest))
    defer { scratch.deallocate() }
    for (index, structure) in structures.enumerated() {
      let coder = PlaneCoder<Port>(
        model: self, structure: structure, scratch: scratch,
        decision: decisions.isEmpty ? nil : decisions[index])
      let view = views[index]
      port.begin(plane: index)
      coder.code(view.start, rowStride: view.rowStride, magnitudes: magnitudes, index: index, port: &port)
    }
  }
}

extension LatentModel {
  /// Planes look only back, and only at planes large enough for the row kernels.
  func checkLayout(_ structures: [PlaneStructure]) {
    for (index, structure) in structures.enumerated() {
      precondition(knows(structure), "no model for plane \(index)")
      for reference in structure.references {
        precondition(reference < index, "a reference must be coded before")
        let other = structures[reference]
        precondition(
          other.width + 1 >= structure.width && other.height + 1 >= structure.height, "reference too small")
      }
      if let parent = structure.parent {
        precondition(parent < index, "a parent must be coded before")
        let other = structures[parent]
        precondition(
          2 * other.width + 2 >= structure.width && 2 * other.height + 2 >= structure.height,
          "parent too small")
      }
    }
  }
}
