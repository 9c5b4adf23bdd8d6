/// A binary tree over variables: how a structured-decomposable circuit splits them, everywhere in the same way.
///
/// Nodes in children-first order; the last is the root.
public struct Vtree: Equatable, Sendable {
  public enum Node: Equatable, Sendable {
    case variable(Int)
    case split(left: Int, right: Int)
  }

  public let nodes: [Node]

  public init(nodes: [Node]) {
    self.nodes = nodes
  }

  /// Variables in the order of the leaves, left first: the order in which the general coder codes them.
  public var order: [Int] {
    var result: [Int] = []
    var stack = [nodes.count - 1]
    while let index = stack.popLast() {
      switch nodes[index] {
      case .variable(let variable): result.append(variable)
      case .split(let left, let right): stack += [right, left]
      }
    }
    return result
  }
}
