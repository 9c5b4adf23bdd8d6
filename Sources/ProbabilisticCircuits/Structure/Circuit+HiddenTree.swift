extension Circuit {
  /// A hidden tree circuit: every variable X hangs from a hidden variable Z of `states` values, and the hidden
  /// variables form `tree` (HCLT when that is a Chow-Liu tree: Liu and Van den Broeck, "Tractable Regularization of
  /// Probabilistic Circuits", 2021, section 4.1).
  ///
  /// Parameters are random: weights and probabilities uniform in 0.6...1.4, then normalised.
  public init(
    hiddenTree tree: VariableTree, cardinalities: [Int], states: Int,
    using random: inout some RandomNumberGenerator
  ) {
    precondition(tree.parents.count == cardinalities.count && states > 0, "a tree over the variables")
    func normalised(rows: Int, width: Int) -> [Float] {
      (0..<rows).flatMap { _ in
        let row = (0..<width).map { _ in Float.random(in: 0.6...1.4, using: &random) }
        let total = row.reduce(0, +)
        return row.map { $0 / total }
      }
    }
    let children = tree.children
    var layers: [Layer] = []
    var sums = [Int](repeating: 0, count: cardinalities.count)
    for variable in tree.order.reversed() {
      let cardinality = cardinalities[variable]
      layers.append(
        .input(
          InputLayer(
            variable: variable, cardinality: cardinality, units: states,
            distributions: .categorical(normalised(rows: states, width: cardinality)))))
      if !children[variable].isEmpty {
        layers.append(
          .product(
            ProductLayer(children: [layers.count - 1] + children[variable].map { sums[$0] }, units: states)))
      }
      let rows = variable == tree.root ? 1 : states
      layers.append(
        .sum(
          SumLayer(child: layers.count - 1, units: rows, weights: normalised(rows: rows, width: states))))
      sums[variable] = layers.count - 1
    }
    self.init(cardinalities: cardinalities, layers: layers)
  }
}
