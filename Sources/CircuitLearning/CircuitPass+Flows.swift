import CKernels
import COpenBLAS
import ProbabilisticCircuits

extension CircuitPass {
  /// After `logLikelihood` of the same rows: adds the flows of all parameters to `statistics`; those of weights are still
  /// to be multiplied with the weights.
  func addFlows(
    count batch: Int, _ parameters: UnsafePointer<Float>, to statistics: UnsafeMutablePointer<Float>
  ) {
    for (index, layer) in circuit.layers.enumerated() where isShared[index] || symbols[index] != nil {
      flows[index].update(repeating: 0, count: rows(index, batch) * layer.units)
    }
    let root = circuit.layers.count - 1
    products.update(repeating: 1, count: batch)
    pass(products, batch, down: root)
    for (index, layer) in circuit.layers.enumerated().reversed() {
      let rows = rows(index, batch)
      switch layer {
      case .input(let input):
        circuit_scatter(
          statistics + layout.starts[index], flows[index], symbols[index]?.symbols, Int32(rows),
          Int32(input.units))
      case .product(let product):
        for child in product.children { pass(flows[index], batch, down: child) }
      case .sum(let sum):
        addFlows(of: sum, index, rows, parameters, to: statistics)
      }
    }
  }

  private func addFlows(
    of sum: SumLayer, _ index: Int, _ rows: Int, _ parameters: UnsafePointer<Float>,
    to statistics: UnsafeMutablePointer<Float>
  ) {
    let units = Int32(sum.units)
    let below = Int32(circuit.layers[sum.child].units)
    let start = layout.starts[index]
    circuit_ratio(scratch, flows[index], values[index], Int32(rows) * units)
    cblas_sgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, units, below, Int32(rows), 1, scratch, units,
      values[sum.child], below, 1, statistics + start, below)
    let isAlone = !isShared[sum.child] && symbols[sum.child] == nil
    let target = isAlone ? flows[sum.child] : products
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), below, units, 1, scratch, units,
      parameters + start, below, 0, target, below)
    circuit_multiply(target, values[sum.child], Int32(rows) * below)
    guard !isAlone else { return }
    add(products, rows * Int(below), to: flows[sum.child])
  }

  private func rows(_ index: Int, _ batch: Int) -> Int {
    symbols[index]?.count ?? batch
  }

  /// Flows of samples into a layer below.
  private func pass(_ flow: UnsafePointer<Float>, _ batch: Int, down child: Int) {
    let units = circuit.layers[child].units
    if let symbols = symbols[child] {
      circuit_scatter(flows[child], flow, symbols.places, Int32(batch), Int32(units))
    } else if isShared[child] {
      add(flow, batch * units, to: flows[child])
    } else {
      flows[child].update(from: flow, count: batch * units)
    }
  }

  private func add(_ flow: UnsafePointer<Float>, _ count: Int, to sum: UnsafeMutablePointer<Float>) {
    for index in 0..<count { sum[index] += flow[index] }
  }
}
