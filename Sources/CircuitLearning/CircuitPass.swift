import CKernels
import COpenBLAS
import Foundation
import ProbabilisticCircuits

/// Likelihoods and flows of a batch of samples: memory of one thread, used again for every batch.
///
/// Units of a layer are [rows, units]. A row is a sample, but in layers over one variable it is one of the different
/// symbols of the batch: what they make of it is worked out once, and products spread it over the samples. Values are
/// kept in range by powers of two that each product takes out of its rows. The flow of a unit is the derivative of the
/// log-likelihood by the logarithm of its value: how much of a sample runs through it (Darwiche, 2003; "flows" in Liu et
/// al., arXiv 2111.11632, appendix).
final class CircuitPass {
  let circuit: Circuit
  let layout: ParameterLayout
  let capacity: Int

  let values: [UnsafeMutablePointer<Float>]
  let flows: [UnsafeMutablePointer<Float>]
  private let exponents: [UnsafeMutablePointer<Int32>]
  let scratch: UnsafeMutablePointer<Float>
  let products: UnsafeMutablePointer<Float>
  /// Layers that more than one layer above uses: their flows add up.
  let isShared: [Bool]
  /// For layers over one variable, the symbols that their rows stand for.
  let symbols: [DistinctSymbols?]

  init(_ circuit: Circuit, _ layout: ParameterLayout, capacity: Int) {
    self.circuit = circuit
    self.layout = layout
    self.capacity = capacity
    values = circuit.layers.map { .allocate(capacity: $0.units * capacity) }
    flows = circuit.layers.map { .allocate(capacity: $0.units * capacity) }
    exponents = circuit.layers.map { _ in .allocate(capacity: capacity) }
    for pointer in exponents { pointer.update(repeating: 0, count: capacity) }
    let widest = circuit.layers.map(\.units).max() ?? 1
    scratch = .allocate(capacity: widest * capacity)
    products = .allocate(capacity: widest * capacity)
    var parents = [Int](repeating: 0, count: circuit.layers.count)
    for layer in circuit.layers { for child in layer.children { parents[child] += 1 } }
    isShared = parents.map { $0 > 1 }
    var symbols: [DistinctSymbols?] = []
    for layer in circuit.layers {
      switch layer {
      case .input(let input):
        symbols.append(DistinctSymbols(cardinality: input.cardinality, capacity: capacity))
      case .product: symbols.append(nil)
      case .sum(let sum): symbols.append(symbols[sum.child])
      }
    }
    self.symbols = symbols
  }

  deinit {
    for pointer in values + flows + [scratch, products] { pointer.deallocate() }
    for pointer in exponents { pointer.deallocate() }
  }

  /// Natural log-likelihoods of samples, added up. Values stay for `addFlows`.
  func logLikelihood(_ table: IntegerTable, _ rows: ArraySlice<Int>, _ parameters: UnsafePointer<Float>)
    -> Double
  {
    let batch = rows.count
    precondition(batch <= capacity, "a batch beyond the capacity")
    for (index, layer) in circuit.layers.enumerated() {
      let start = parameters + layout.starts[index]
      switch layer {
      case .input(let input):
        guard let symbols = symbols[index] else { continue }
        symbols.load(table.column(input.variable), rows)
        circuit_gather(values[index], start, symbols.symbols, Int32(symbols.count), Int32(input.units))
      case .product(let product):
        multiply(product, into: values[index], exponents[index], batch)
      case .sum(let sum):
        let below = circuit.layers[sum.child].units
        cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasTrans, Int32(symbols[index]?.count ?? batch), Int32(sum.units),
          Int32(below), 1, values[sum.child], Int32(below), start, Int32(below), 0, values[index],
          Int32(sum.units))
        exponents[index].update(from: exponents[sum.child], count: batch)
      }
    }
    let last = circuit.layers.count - 1
    return (0..<batch).reduce(0.0) { total, sample in
      let row = symbols[last].map { Int($0.places[sample]) } ?? sample
      return total + log(Double(values[last][row])) + Double(exponents[last][sample]) * Self.naturalLogOf2
    }
  }

  private static let naturalLogOf2 = 0.693147180559945309

  private func multiply(
    _ product: ProductLayer, into out: UnsafeMutablePointer<Float>, _ exponent: UnsafeMutablePointer<Int32>,
    _ batch: Int
  ) {
    let first = product.children[0]
    out.update(from: spread(first, batch), count: batch * product.units)
    exponent.update(from: exponents[first], count: batch)
    for child in product.children.dropFirst() {
      circuit_multiply(out, spread(child, batch), Int32(batch * product.units))
      for sample in 0..<batch { exponent[sample] += exponents[child][sample] }
      // At once, not at the end: a star of many leaves would leave the range of floats.
      circuit_rescale(out, exponent, Int32(batch), Int32(product.units))
    }
  }

  /// Values of a layer by samples; in `scratch` if they are by symbols.
  private func spread(_ index: Int, _ batch: Int) -> UnsafePointer<Float> {
    guard let symbols = symbols[index] else { return UnsafePointer(values[index]) }
    let units = Int32(circuit.layers[index].units)
    circuit_gather(scratch, values[index], symbols.places, Int32(batch), units)
    return UnsafePointer(scratch)
  }
}
