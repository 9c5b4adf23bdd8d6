extension Vtree {
  /// The tree along which a circuit splits its variables; nil if two products split the same variables in different
  /// ways, or if a layer's variables are none of the tree's. Products of more than two children split off the one with most
  /// variables first, to the left.
  public init?(_ circuit: Circuit) {
    self.init(scopes: circuit.scopes, children: circuit.layers.map(\.children))
  }

  init?(scopes: [Set<Int>], children: [[Int]]) {
    var splits: [Set<Int>: [Set<Int>]] = [:]
    for (index, children) in children.enumerated() where children.count > 1 {
      let parts = children.map { scopes[$0] }.sorted(by: Self.comesFirst)
      if let known = splits[scopes[index]], known != parts { return nil }
      splits[scopes[index]] = parts
    }
    var nodes: [Node] = []
    guard let all = scopes.last, Self.append(all, splits, to: &nodes) else { return nil }
    self.init(nodes: nodes)
  }

  /// More variables first; among equals, the smaller variable.
  private static func comesFirst(_ a: Set<Int>, _ b: Set<Int>) -> Bool {
    a.count == b.count ? (a.min() ?? 0) < (b.min() ?? 0) : a.count > b.count
  }

  private static func append(
    _ scope: Set<Int>, _ splits: [Set<Int>: [Set<Int>]], to nodes: inout [Node]
  ) -> Bool {
    if scope.count == 1, let variable = scope.first {
      nodes.append(.variable(variable))
      return true
    }
    guard let parts = splits[scope] else { return false }
    var ends: [Int] = []
    for part in parts {
      guard append(part, splits, to: &nodes) else { return false }
      ends.append(nodes.count - 1)
    }
    // From the right: the last two meet first.
    var right = ends.removeLast()
    while let left = ends.popLast() {
      nodes.append(.split(left: left, right: right))
      right = nodes.count - 1
    }
    return true
  }
}
