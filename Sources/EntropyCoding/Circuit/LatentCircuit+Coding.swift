import CKernels

extension LatentCircuit: LatentModel {
  public func encode(_ planes: [LatentPlane], _ structures: [PlaneStructure]) -> (
    payload: [UInt8], state: UInt32
  ) {
    let coder = trace(planes, structures, RangeEncoder())
    let state = coder.state
    return (coder.finish(), state)
  }

  public func decode(
    _ payload: ArraySlice<UInt8>, into planes: [LatentPlane], _ structures: [PlaneStructure]
  ) -> UInt32? {
    var port = CircuitReadingPort(payload, slack: 8)
    walk(planes, structures, CircuitState(arrays), port: &port)
    return port.isExhausted ? nil : port.state
  }

  public func decode(
    start: ArraySlice<UInt8>, into planes: [LatentPlane], _ structures: [PlaneStructure]
  ) -> [Int] {
    var port = CircuitReadingPort(start, slack: 0)
    walk(planes, structures, CircuitState(arrays), port: &port)
    return port.wholeRows(structures)
  }

  public func codeLengths(_ planes: [LatentPlane], _ structures: [PlaneStructure]) -> [CodeLength] {
    trace(planes, structures, CircuitCosts()).lengths
  }

  public func knows(_ structure: PlaneStructure) -> Bool {
    classes.knows(structure)
      && taps[structure.model].allSatisfy { $0.reference < structure.references.count }
  }

  private func trace<Writer: CircuitWriter>(
    _ planes: [LatentPlane], _ structures: [PlaneStructure], _ writer: Writer
  ) -> Writer {
    var port = CircuitTracingPort(writer, width: structures.map(\.width).max() ?? 0)
    walk(planes, structures, CircuitState(arrays), port: &port)
    return port.writer
  }

  /// - Parameters:
  ///   - state: moves.
  ///   - rates: what gates of signs, and all others, move by for an error of 1, in 2^-14 nats.
  func walk<Port: CircuitPort>(
    _ views: [LatentPlane], _ structures: [PlaneStructure], _ state: CircuitState,
    rates: (signs: Int32, others: Int32) = (CircuitRules.signRate, CircuitRules.rate), port: inout Port
  ) {
    precondition(views.count == structures.count, "one view a plane")
    checkLayout(structures)
    let planes = CircuitPlanes(structures)
    let scratch = CircuitScratch(structures, shifts: classes.shifts)
    for (index, structure) in structures.enumerated() {
      port.begin(plane: index)
      var coding = circuit_coding(self, views, structures, index, planes, scratch, state)
      coding.sign_rate = rates.signs
      coding.rate = rates.others
      for y in 0..<structure.height where !port.isExhausted {
        port.begin(row: y)
        port.code(&coding, row: y)
      }
      circuit_finish_plane(planes.planes + index)
    }
  }
}
