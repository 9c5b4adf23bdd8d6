extension LatentCircuit: LatentModel {
  public func encode(_ planes: [LatentPlane], _ structures: [PlaneStructure]) -> (
    payload: [UInt8], state: UInt32
  ) {
    var port = WritingPort()
    walk(planes, structures, port: &port)
    let state = port.coder.state
    return (port.coder.finish(), state)
  }

  public func decode(
    _ payload: ArraySlice<UInt8>, into planes: [LatentPlane], _ structures: [PlaneStructure]
  ) -> UInt32? {
    var port = ReadingPort(coder: RangeDecoder(payload))
    walk(planes, structures, port: &port)
    return port.coder.isExhausted ? nil : port.coder.state
  }

  public func codeLengths(_ planes: [LatentPlane], _ structures: [PlaneStructure]) -> [CodeLength] {
    var port = CountingPort()
    walk(planes, structures, port: &port)
    return port.lengths
  }

  public func knows(_ structure: PlaneStructure) -> Bool {
    classes.knows(structure)
      && taps[structure.model].allSatisfy { $0.reference < structure.references.count }
  }

  private func walk<Port: SymbolPort>(
    _ views: [LatentPlane], _ structures: [PlaneStructure], port: inout Port
  ) {
    let means = UnsafeMutablePointer<Int32>.allocate(capacity: AdaptiveMean.inputCount)
    defer { means.deallocate() }
    arrays.gates.withUnsafeBufferPointer { gates in
      guard let gates = gates.baseAddress else { return }
      walk(views, structures, gates: gates, port: &port) { plane in
        unpack(plane, into: means)
        return means
      }
    }
  }

  /// - Parameters:
  ///   - gates: of all plane models.
  ///   - means: weights of means that a plane of a plane model begins with.
  func walk<Port: SymbolPort>(
    _ views: [LatentPlane], _ structures: [PlaneStructure], gates: UnsafePointer<Int16>, port: inout Port,
    means: (Int) -> UnsafeMutablePointer<Int32>
  ) {
    precondition(views.count == structures.count, "one view a plane")
    checkLayout(structures)
    let magnitudes = MagnitudePlanes(structures)
    let signed = SignedPlanes(structures)
    let widest = structures.map(\.width).max() ?? 0
    let scratch = CircuitScratch(width: widest, shifts: classes.shifts)
    for (index, structure) in structures.enumerated() {
      port.begin(plane: index)
      let coder = CircuitPlaneCoder<Port>(
        model: self, views: views, structures: structures, index: index, scratch: scratch,
        gates: CircuitGates(gates, plane: structure.model), means: means(structure.model))
      coder.code(views[index], magnitudes: magnitudes, signed: signed, port: &port)
    }
  }
}

/// Working memory of one walk.
final class CircuitScratch {
  let sums: UnsafeMutablePointer<Int32>
  /// Of `AdaptiveMean`.
  let inputs: UnsafeMutablePointer<Int32>
  let tapRows: UnsafeMutablePointer<UnsafeMutablePointer<Int8>>
  /// Low bits sent raw, by class.
  let shifts: UnsafeMutablePointer<UInt8>
  /// Contexts of a row.
  let near, far: UnsafeMutablePointer<UInt8>
  /// Zeros: two bytes for each latent of a row and more.
  let blank: UnsafeMutableRawPointer

  init(width: Int, shifts classShifts: [Int]) {
    shifts = .allocate(capacity: classShifts.count)
    shifts.initialize(from: classShifts.map(UInt8.init), count: classShifts.count)
    sums = .allocate(capacity: RowPredictor.scratchCount(width: width))
    inputs = .allocate(capacity: AdaptiveMean.inputCount)
    tapRows = .allocate(capacity: CircuitRules.tapCount)
    near = .allocate(capacity: width + 1)
    far = .allocate(capacity: width + 1)
    let bytes = 2 * width + 64
    blank = .allocate(byteCount: bytes, alignment: 8)
    blank.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
  }

  deinit {
    sums.deallocate()
    shifts.deallocate()
    inputs.deallocate()
    tapRows.deallocate()
    near.deallocate()
    far.deallocate()
    blank.deallocate()
  }
}
