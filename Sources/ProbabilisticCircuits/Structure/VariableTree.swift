/// A rooted tree over variables.
public struct VariableTree: Equatable, Sendable {
  /// Parents of the variables; nil for the root.
  public let parents: [Int?]
  /// Parents before children.
  public let order: [Int]

  /// - Precondition: one root, and every variable hangs from it.
  public init(parents: [Int?]) {
    self.parents = parents
    var children = [[Int]](repeating: [], count: parents.count)
    for (variable, parent) in parents.enumerated() {
      if let parent { children[parent].append(variable) }
    }
    let roots = parents.indices.filter { parents[$0] == nil }
    var order = roots
    var next = 0
    while next < order.count {
      order += children[order[next]]
      next += 1
    }
    precondition(roots.count == 1 && order.count == parents.count, "no tree")
    self.order = order
  }

  public var root: Int { order[0] }

  /// Children of every variable, in rising order.
  public var children: [[Int]] {
    var result = [[Int]](repeating: [], count: parents.count)
    for (variable, parent) in parents.enumerated() {
      if let parent { result[parent].append(variable) }
    }
    return result
  }
}
