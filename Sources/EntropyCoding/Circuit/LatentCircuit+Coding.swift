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

  public func decode(
    start: ArraySlice<UInt8>, into planes: [LatentPlane], _ structures: [PlaneStructure]
  ) -> [Int] {
    var port = CutReadingPort(start)
    walk(planes, structures, port: &port)
    return port.wholeRows(structures)
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
    let memory = CircuitMemory(planes: 1)
    walk(views, structures, port: &port) { plane in
      unpack(plane, into: memory[0])
      return memory[0]
    }
  }

  /// - Parameter start: the state that a plane of a plane model begins with.
  func walk<Port: SymbolPort>(
    _ views: [LatentPlane], _ structures: [PlaneStructure], port: inout Port,
    start: (Int) -> CircuitState
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
        state: start(structure.model))
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
  /// Zeros: two bytes for each latent of a row and more.
  let blank: UnsafeMutableRawPointer

  init(width: Int, shifts classShifts: [Int]) {
    shifts = .allocate(capacity: classShifts.count)
    shifts.initialize(from: classShifts.map(UInt8.init), count: classShifts.count)
    sums = .allocate(capacity: RowPredictor.scratchCount(width: width))
    inputs = .allocate(capacity: AdaptiveMean.inputCount)
    tapRows = .allocate(capacity: CircuitRules.tapCount)
    let bytes = 2 * width + 64
    blank = .allocate(byteCount: bytes, alignment: 8)
    blank.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
  }

  deinit {
    sums.deallocate()
    shifts.deallocate()
    inputs.deallocate()
    tapRows.deallocate()
    blank.deallocate()
  }
}

/// Memory for the states of planes.
final class CircuitMemory {
  private let slots: UnsafeMutablePointer<UInt32>
  private let weights: UnsafeMutablePointer<Int32>
  var limit = CircuitState.standardLimit

  init(planes: Int) {
    slots = .allocate(capacity: planes * CircuitRules.slotCount)
    weights = .allocate(capacity: planes * CircuitRules.weightCount)
    slots.initialize(repeating: 0, count: planes * CircuitRules.slotCount)
    weights.initialize(repeating: 0, count: planes * CircuitRules.weightCount)
  }

  deinit {
    slots.deallocate()
    weights.deallocate()
  }

  subscript(plane: Int) -> CircuitState {
    CircuitState(
      slots: slots + plane * CircuitRules.slotCount, weights: weights + plane * CircuitRules.weightCount,
      tables: .shared, limit: limit)
  }
}
