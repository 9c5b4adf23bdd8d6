import CKernels
import COpenBLAS
import Foundation
import ProbabilisticCircuits

/// Likelihoods and flows of a batch of samples: memory of one thread, used again for every batch.
///
/// Units of a layer are [samples, units]. Values are kept in range by powers of two that each product takes out of its
/// rows. The flow of a unit is the derivative of the log-likelihood by the logarithm of its value: how much of a
/// sample runs through it (Darwiche, 2003; "flows" in Liu et al., arXiv 2111.11632, appendix).
final class CircuitPass {
  let circuit: Circuit
  let layout: ParameterLayout
  let capacity: Int

  private let values: [UnsafeMutableBufferPointer<Float>]
  private let flows: [UnsafeMutableBufferPointer<Float>]
  private let exponents: [UnsafeMutableBufferPointer<Int32>]
  private let scratch: UnsafeMutableBufferPointer<Float>
  private let products: UnsafeMutableBufferPointer<Float>
  private let symbols: UnsafeMutableBufferPointer<UInt16>
  /// Layers that more than one layer above uses: their flows add up.
  private let isShared: [Bool]

  init(_ circuit: Circuit, _ layout: ParameterLayout, capacity: Int) {
    self.circuit = circuit
    self.layout = layout
    self.capacity = capacity
    values = circuit.layers.map { .allocate(capacity: $0.units * capacity) }
    flows = circuit.layers.map { .allocate(capacity: $0.units * capacity) }
    exponents = circuit.layers.map { _ in .allocate(capacity: capacity) }
    let widest = circuit.layers.map(\.units).max() ?? 1
    scratch = .allocate(capacity: widest * capacity)
    products = .allocate(capacity: widest * capacity)
    symbols = .allocate(capacity: capacity)
    var parents = [Int](repeating: 0, count: circuit.layers.count)
    for layer in circuit.layers { for child in layer.children { parents[child] += 1 } }
    isShared = parents.map { $0 > 1 }
  }

  deinit {
    for buffer in values + flows + [scratch, products] { buffer.deallocate() }
    for buffer in exponents { buffer.deallocate() }
    symbols.deallocate()
  }

  /// Natural log-likelihoods of samples, added up. Values stay for `addFlows`.
  func logLikelihood(_ table: IntegerTable, _ rows: ArraySlice<Int>, _ parameters: UnsafePointer<Float>)
    -> Double
  {
    let batch = rows.count
    precondition(batch <= capacity, "a batch beyond the capacity")
    for (index, layer) in circuit.layers.enumerated() {
      guard let out = values[index].baseAddress, let exponent = exponents[index].baseAddress else { continue }
      let start = parameters + layout.starts[index]
      switch layer {
      case .input(let input):
        choose(table, input.variable, rows)
        circuit_gather(out, start, symbols.baseAddress, Int32(batch), Int32(input.units))
        exponent.update(repeating: 0, count: batch)
      case .product(let product):
        multiply(product, into: out, exponent, batch)
      case .sum(let sum):
        let below = circuit.layers[sum.child].units
        cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasTrans, Int32(batch), Int32(sum.units), Int32(below), 1,
          values[sum.child].baseAddress, Int32(below), start, Int32(below), 0, out, Int32(sum.units))
        exponent.update(from: exponents[sum.child].baseAddress!, count: batch)
      }
    }
    let last = circuit.layers.count - 1
    return (0..<batch).reduce(0.0) {
      $0 + log(Double(values[last][$1])) + Double(exponents[last][$1]) * 0.693147180559945309
    }
  }

  private func choose(_ table: IntegerTable, _ variable: Int, _ rows: ArraySlice<Int>) {
    let column = table.column(variable)
    column.withUnsafeBufferPointer { column in
      for (place, row) in rows.enumerated() { symbols[place] = column[row] }
    }
  }

  private func multiply(
    _ product: ProductLayer, into out: UnsafeMutablePointer<Float>, _ exponent: UnsafeMutablePointer<Int32>,
    _ batch: Int
  ) {
    let first = product.children[0]
    out.update(from: values[first].baseAddress!, count: batch * product.units)
    exponent.update(from: exponents[first].baseAddress!, count: batch)
    for child in product.children.dropFirst() {
      circuit_multiply(out, values[child].baseAddress, Int32(batch * product.units))
      for sample in 0..<batch { exponent[sample] += exponents[child][sample] }
      // At once, not at the end: a star of many leaves would leave the range of floats.
      circuit_rescale(out, exponent, Int32(batch), Int32(product.units))
    }
  }

  /// After `logLikelihood` of the same rows: adds the flows of all parameters to `statistics`; those of weights are still
  /// to be multiplied with the weights.
  func addFlows(
    _ table: IntegerTable, _ rows: ArraySlice<Int>, _ parameters: UnsafePointer<Float>,
    to statistics: UnsafeMutablePointer<Float>
  ) {
    let batch = rows.count
    for (index, layer) in circuit.layers.enumerated() where isShared[index] {
      flows[index].baseAddress!.update(repeating: 0, count: batch * layer.units)
    }
    flows[circuit.layers.count - 1].baseAddress!.update(repeating: 1, count: batch)
    for (index, layer) in circuit.layers.enumerated().reversed() {
      let flow = flows[index].baseAddress!
      let start = layout.starts[index]
      switch layer {
      case .input(let input):
        choose(table, input.variable, rows)
        circuit_scatter(statistics + start, flow, symbols.baseAddress, Int32(batch), Int32(input.units))
      case .product(let product):
        for child in product.children { pass(flow, batch * product.units, down: child) }
      case .sum(let sum):
        let below = circuit.layers[sum.child].units
        let count = batch * below
        circuit_ratio(scratch.baseAddress, flow, values[index].baseAddress, Int32(batch * sum.units))
        cblas_sgemm(
          CblasRowMajor, CblasTrans, CblasNoTrans, Int32(sum.units), Int32(below), Int32(batch), 1,
          scratch.baseAddress, Int32(sum.units), values[sum.child].baseAddress, Int32(below), 1,
          statistics + start, Int32(below))
        cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(batch), Int32(below), Int32(sum.units), 1,
          scratch.baseAddress, Int32(sum.units), parameters + start, Int32(below), 0,
          products.baseAddress, Int32(below))
        circuit_multiply(products.baseAddress, values[sum.child].baseAddress, Int32(count))
        pass(products.baseAddress!, count, down: sum.child)
      }
    }
  }

  private func pass(_ flow: UnsafePointer<Float>, _ count: Int, down child: Int) {
    let to = flows[child].baseAddress!
    guard isShared[child] else { return to.update(from: flow, count: count) }
    for index in 0..<count { to[index] += flow[index] }
  }
}
