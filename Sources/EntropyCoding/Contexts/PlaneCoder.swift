/// Walks one plane row by row with its contexts; writes or reads through a port.
struct PlaneCoder<Port: SymbolPort> {
  let model: ClassModel
  let plane: PlaneModel
  let structure: PlaneStructure
  private let predictor: RowPredictor
  /// How latents are decided, for a deciding port.
  let decision: QuantizerDecision?

  init(
    model: ClassModel, structure: PlaneStructure, scratch: UnsafeMutablePointer<Int32>,
    decision: QuantizerDecision? = nil
  ) {
    self.model = model
    self.decision = decision
    self.structure = structure
    plane = model.planes[structure.model]
    predictor = RowPredictor(plane: plane, structure: structure, scratch: scratch)
  }

  /// Codes all rows; `values` has rows of `rowStride`. Fills `magnitudes[index]`.
  func code(
    _ values: UnsafeMutablePointer<Int16>, rowStride: Int, magnitudes: borrowing MagnitudePlanes, index: Int,
    port: inout Port
  ) {
    for y in 0..<structure.height where !port.isExhausted {
      port.begin(row: y)
      predictor.predict(y, magnitudes: magnitudes, index: index)
      codeRow(
        values + y * rowStride, y: y, rowStride: rowStride, magnitudes: magnitudes.row(y, of: index),
        port: &port)
    }
    magnitudes.finish(index)
  }

  private func codeRow(
    _ values: UnsafeMutablePointer<Int16>, y: Int, rowStride: Int, magnitudes: UnsafeMutablePointer<Int16>,
    port: inout Port
  ) {
    let width = structure.width
    let weight1 = Int32(plane.own[0])
    let weight2 = Int32(plane.own[1])
    let tables = plane.tables * ContextRules.classCount
    var x = 0
    while x < width {
      let w1 = Int32(magnitudes[x - 1])
      let w2 = Int32(magnitudes[x - 2])
      if x % ContextRules.runLength == 0, x + ContextRules.runLength <= width {
        let sum = predictor.runSums[x / ContextRules.runLength] &+ (weight1 &+ weight2) &* w1 &+ weight2 &* w2
        let runClass = ContextRules.classIndex(sum >> 3)
        if runClass < ContextRules.runClassCount {
          if Port.decides { decideRun(values + x, x: x, y: y, runClass) }
          x = codeRun(
            values, from: x, y: y, rowStride: rowStride, runClass, magnitudes: magnitudes, port: &port)
          continue
        }
      }
      let index = ContextRules.classIndex(predictor.sums[x] &+ weight1 &* w1 &+ weight2 &* w2)
      if Port.decides { decide(values + x, x: x, y: y, index) }
      let prediction = predictor.value(values + x, x: x, y: y, rowStride: rowStride)
      let actual = Port.reads ? 0 : Int(values[x]) - prediction
      let coded = codeResidual(
        actual, model.magnitudes[tables &+ index], shift: model.shifts[index], port: &port)
      if Port.reads { values[x] = Int16(truncatingIfNeeded: prediction &+ coded) }
      magnitudes[x] = Int16(truncatingIfNeeded: min(abs(coded), Int(ContextRules.cap)))
      x += 1
    }
  }

  /// A run of eight: one flag, and if it is not all zero its latents up to the first other than zero. Returns the
  /// next x.
  private func codeRun(
    _ values: UnsafeMutablePointer<Int16>, from start: Int, y: Int, rowStride: Int, _ runClass: Int,
    magnitudes: UnsafeMutablePointer<Int16>, port: inout Port
  ) -> Int {
    // The writer needs the first residual other than zero; the reader finds it symbol by symbol.
    var first = ContextRules.runLength
    var actual = 0
    if !Port.reads {
      for place in 0..<ContextRules.runLength {
        let x = start + place
        actual = Int(values[x]) - predictor.value(values + x, x: x, y: y, rowStride: rowStride)
        if actual != 0 {
          first = place
          break
        }
      }
    }
    let flags = model.runs[plane.tables * ContextRules.runClassCount + runClass]
    let some = port.symbol(first < ContextRules.runLength ? 1 : 0, flags) == 1
    for place in 0..<ContextRules.runLength {
      let x = start + place
      var coded = 0
      if some {
        let table = model.starts[plane.tables * ContextRules.runLength + place]
        coded = codeResidual(place == first ? actual : 0, table, shift: 0, port: &port)
      }
      magnitudes[x] = Int16(truncatingIfNeeded: min(abs(coded), Int(ContextRules.cap)))
      if Port.reads {
        let prediction = predictor.value(values + x, x: x, y: y, rowStride: rowStride)
        values[x] = Int16(truncatingIfNeeded: prediction &+ coded)
      }
      if coded != 0 { return x + 1 }
    }
    return start + ContextRules.runLength
  }

  /// Magnitude by table, escape by an exponential Golomb code, low bits and sign raw.
  @inline(__always)
  private func codeResidual(_ residual: Int, _ table: StaticTable, shift: Int, port: inout Port) -> Int {
    let magnitude = abs(residual)
    var high = port.symbol(min(magnitude >> shift, ContextRules.escape), table)
    if high == 0, shift == 0 { return 0 }
    if high == ContextRules.escape {
      high &+= port.golomb((magnitude >> shift) - ContextRules.escape)
    }
    let low = shift == 0 ? 0 : port.bits(magnitude & (1 << shift - 1), count: shift)
    let coded = high << shift | low
    if coded == 0 { return 0 }
    return port.bits(residual < 0 ? 1 : 0, count: 1) == 1 ? -coded : coded
  }
}
