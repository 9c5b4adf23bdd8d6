import CKernels

/// Walks one plane row by row with its contexts; writes or reads through a port.
struct PlaneCoder<Port: SymbolPort> {
  let model: ClassModel
  let plane: PlaneModel
  let structure: PlaneStructure
  /// Predictions of the row without W and WW, and their sums over runs.
  private let sums: UnsafeMutablePointer<Int32>
  private let runSums: UnsafeMutablePointer<Int32>
  private let half: UnsafeMutablePointer<Int32>
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
    sums = scratch
    runSums = sums + structure.width + 32
    half = runSums + structure.width / ContextRules.runLength + 32
  }

  /// Int32 that `init` needs for planes of a width.
  static func scratchCount(width: Int) -> Int { 3 * width + 128 }

  /// Codes all rows; `values` has rows of `rowStride`. Fills `magnitudes[index]`.
  func code(
    _ values: UnsafeMutablePointer<Int16>, rowStride: Int, magnitudes: borrowing MagnitudePlanes, index: Int,
    port: inout Port
  ) {
    for y in 0..<structure.height where !port.isExhausted {
      predictRow(y, magnitudes: magnitudes, index: index)
      codeRow(
        values + y * rowStride, y: y, rowStride: rowStride, magnitudes: magnitudes.row(y, of: index),
        port: &port)
    }
    magnitudes.finish(index)
  }

  /// The part of the predictions that no latent of this row enters.
  private func predictRow(_ y: Int, magnitudes: borrowing MagnitudePlanes, index: Int) {
    let width = structure.width
    let above = magnitudes.row(y - 1, of: index)
    var rows: [UnsafePointer<Int16>] = [
      UnsafePointer(above), UnsafePointer(magnitudes.row(y - 2, of: index)), UnsafePointer(above - 1),
      UnsafePointer(above + 1),
    ]
    var weights = Array(plane.own[2...])
    for (place, reference) in structure.references.enumerated() {
      rows.append(UnsafePointer(magnitudes.row(y, of: reference)))
      rows.append(UnsafePointer(magnitudes.crossRow(y, of: reference)))
      weights += plane.references[2 * place..<2 * place + 2]
    }
    context_row(sums, rows, weights, rows.count, plane.bias, width)
    if let parent = structure.parent {
      let rows: [UnsafePointer<Int16>] = [
        UnsafePointer(magnitudes.row(y / 2, of: parent)),
        UnsafePointer(magnitudes.crossRow(y / 2, of: parent)),
      ]
      context_row(half, rows, plane.parent, 2, 0, (width + 1) / 2)
      add_doubled_row(sums, half, width)
    }
    run_sums_row(runSums, sums, width / ContextRules.runLength)
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
        let sum = runSums[x / ContextRules.runLength] &+ (weight1 &+ weight2) &* w1 &+ weight2 &* w2
        let runClass = ContextRules.classIndex(sum >> 3)
        if runClass < ContextRules.runClassCount {
          if Port.decides { decideRun(values + x, x: x, y: y, runClass) }
          x = codeRun(
            values, from: x, y: y, rowStride: rowStride, runClass, magnitudes: magnitudes, port: &port)
          continue
        }
      }
      let index = ContextRules.classIndex(sums[x] &+ weight1 &* w1 &+ weight2 &* w2)
      if Port.decides { decide(values + x, x: x, y: y, index) }
      let prediction = predictedValue(values + x, x: x, y: y, rowStride: rowStride)
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
        actual = Int(values[x]) - predictedValue(values + x, x: x, y: y, rowStride: rowStride)
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
        let prediction = predictedValue(values + x, x: x, y: y, rowStride: rowStride)
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
      high &+= codeGolomb((magnitude >> shift) - ContextRules.escape, port: &port)
    }
    let low = shift == 0 ? 0 : port.bits(magnitude & (1 << shift - 1), count: shift)
    let coded = high << shift | low
    if coded == 0 { return 0 }
    return port.bits(residual < 0 ? 1 : 0, count: 1) == 1 ? -coded : coded
  }

  /// x >= 0 as the binary digits of x + 1 behind as many zeros less one.
  private func codeGolomb(_ value: Int, port: inout Port) -> Int {
    let digits = Port.reads ? 0 : Int.bitWidth - (value + 1).leadingZeroBitCount - 1
    var length = 0
    while length < ContextRules.longestPrefix, port.bits(length < digits ? 0 : 1, count: 1) == 0 {
      length += 1
    }
    var coded = 1
    for place in (0..<length).reversed() {
      coded = coded << 1 | port.bits((value + 1) >> place & 1, count: 1)
    }
    return coded - 1
  }

  /// Prediction of a latent from the decoded values around it; zero for planes without.
  @inline(__always)
  private func predictedValue(_ value: UnsafeMutablePointer<Int16>, x: Int, y: Int, rowStride: Int) -> Int {
    guard let mean = plane.mean else { return 0 }
    if x == 0, y == 0 { return 0 }
    let north = y > 0 ? Int32((value - rowStride)[0]) : Int32(value[-1])
    let west = x > 0 ? Int32(value[-1]) : north
    let northWest = y == 0 ? west : x > 0 ? Int32((value - rowStride)[-1]) : north
    let northEast = y == 0 ? west : x + 1 < structure.width ? Int32((value - rowStride)[1]) : north
    let near = mean[0] &* west &+ mean[1] &* north
    return Int((near &+ mean[2] &* northWest &+ mean[3] &* northEast &+ 128) >> 8)
  }
}
