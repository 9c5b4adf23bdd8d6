extension Circuit {
  /// A hidden tree circuit with random parameters.
  public init(
    hiddenTree tree: VariableTree, cardinalities: [Int], states: Int, sharedInputs: Int? = nil,
    using random: inout some RandomNumberGenerator
  ) {
    var parameters = RandomParameters(random)
    self.init(
      hiddenTree: tree, cardinalities: cardinalities, states: states, sharedInputs: sharedInputs,
      parameters: &parameters)
    random = parameters.random
  }

  /// A hidden tree circuit: every variable X hangs from a hidden variable Z of `states` values, and the hidden
  /// variables form `tree` (HCLT when that is a Chow-Liu tree: Liu and Van den Broeck, "Tractable Regularization of
  /// Probabilistic Circuits", 2021, section 4.1).
  ///
  /// With `sharedInputs`, all variables of as many values share that many input distributions, and each state of each
  /// variable mixes them with weights of its own: fewer parameters, and much less that learns the samples by heart.
  public init(
    hiddenTree tree: VariableTree, cardinalities: [Int], states: Int, sharedInputs: Int? = nil,
    parameters: inout some HiddenTreeParameters
  ) {
    precondition(tree.parents.count == cardinalities.count && states > 0, "a tree over the variables")
    precondition(sharedInputs ?? 1 > 0, "no shared inputs")
    let children = tree.children
    var layers: [Layer] = []
    var sums = [Int](repeating: 0, count: cardinalities.count)
    var first: [Int: Int] = [:]
    for variable in tree.order.reversed() {
      let cardinality = cardinalities[variable]
      let units = sharedInputs ?? states
      var input = InputLayer(
        variable: variable, cardinality: cardinality, units: units, distributions: .categorical([]),
        tiedTo: first[cardinality])
      if let first = input.tiedTo, case .input(let other) = layers[first] {
        input.distributions = other.distributions
      } else {
        let owner = sharedInputs == nil ? variable : nil
        input.distributions = .categorical(
          parameters.input(of: owner, units: units, cardinality: cardinality))
      }
      if sharedInputs != nil, input.tiedTo == nil { first[cardinality] = layers.count }
      layers.append(.input(input))
      func append(_ weights: [Float], units: Int) {
        layers.append(.sum(SumLayer(child: layers.count - 1, units: units, weights: weights)))
      }
      let parent = tree.parents[variable]
      let rows = parent == nil ? 1 : states
      if children[variable].isEmpty, sharedInputs != nil {
        append(
          parameters.mixture(
            of: variable, givenStateOf: parent ?? variable, rows: rows, width: units, cardinality: cardinality
          ),
          units: rows)
      } else {
        if sharedInputs != nil {
          append(
            parameters.mixture(
              of: variable, givenStateOf: variable, rows: states, width: units, cardinality: cardinality),
            units: states)
        }
        if !children[variable].isEmpty {
          let below = [layers.count - 1] + children[variable].map { sums[$0] }
          layers.append(.product(ProductLayer(children: below, units: states)))
        }
        append(parameters.transitions(from: parent, to: variable, rows: rows, width: states), units: rows)
      }
      sums[variable] = layers.count - 1
    }
    self.init(cardinalities: cardinalities, layers: layers)
  }
}
