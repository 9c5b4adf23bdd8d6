import CKernels

/// Depth-first belief propagation over a hidden tree for a batch of samples at once, so that a node's tables are read
/// once a batch.
///
/// Going down, a node's shares are its distribution given all symbols coded so far; coming back, its scores are the
/// likelihoods of the symbols below it. Every edge costs one product down and at most one up, 2 · states² multiply-adds
/// a variable, the same for encoder and decoder: the O(log D · size) scheme of Liu, Mandt and Van den Broeck (arXiv
/// 2111.11632, section 3) without its logarithm, which trees do not need.
final class TreePass {
  private let tree: HiddenTree
  private let capacity: Int
  /// Shares and scores of the nodes on the way from the root, by depth.
  private var shares: [UnsafeMutablePointer<Int16>] = []
  private var scores: [UnsafeMutablePointer<Int16>] = []
  private let factors: UnsafeMutablePointer<Int16>
  private let widest: Int

  /// The score of a state that nothing speaks against.
  private static let certain: Int16 = 32767

  init(_ tree: HiddenTree, capacity: Int) {
    self.tree = tree
    self.capacity = capacity
    widest = tree.nodes.map(\.states).max() ?? 1
    factors = .allocate(capacity: widest * capacity)
  }

  deinit {
    for pointer in shares + scores { pointer.deallocate() }
    factors.deallocate()
  }

  /// Visits the variables in coding order. `code` is given one and the shares [rows, states] of the hidden variable it
  /// hangs from, codes the symbols of the batch and returns them.
  func run(
    rows: Int, _ code: (HiddenTree.Observed, UnsafePointer<Int16>) -> UnsafePointer<UInt16>
  ) {
    precondition(rows <= capacity, "a batch beyond the capacity")
    visit(0, depth: 0, rows: Int32(rows), returns: false, code)
  }

  /// `returns`: something is coded after the subtree, so that its scores are asked for.
  private func visit(
    _ index: Int, depth: Int, rows: Int32, returns: Bool,
    _ code: (HiddenTree.Observed, UnsafePointer<Int16>) -> UnsafePointer<UInt16>
  ) {
    let node = tree.nodes[index]
    let states = Int32(node.states)
    if depth == shares.count {
      shares.append(.allocate(capacity: widest * capacity))
      scores.append(.allocate(capacity: widest * capacity))
    }
    if let parent = node.parent {
      let inputs = Int32(tree.nodes[parent].states)
      tree_shares_through(shares[depth], shares[depth - 1], node.down, rows, inputs, states)
    } else {
      for row in 0..<Int(rows) {
        (shares[0] + row * node.states).update(from: tree.prior, count: node.states)
      }
    }
    let symbols = node.observed.map { code($0, shares[depth]) }
    guard returns || !node.children.isEmpty else { return }
    if let symbols, let observed = node.observed {
      tree_choose(scores[depth], observed.emissions.likelihoods, symbols, rows, states)
      tree_shares_times(shares[depth], scores[depth], rows, states, states)
    } else {
      scores[depth].update(repeating: Self.certain, count: Int(rows) * node.states)
    }
    for child in node.children {
      let isLast = child == node.children.last
      visit(child, depth: depth + 1, rows: rows, returns: returns || !isLast, code)
      guard returns || !isLast else { continue }
      let inputs = Int32(tree.nodes[child].states)
      tree_scores_through(factors, scores[depth + 1], tree.nodes[child].up, rows, inputs, states)
      if !isLast { tree_shares_times(shares[depth], factors, rows, states, states) }
      if returns { tree_scores_times(scores[depth], factors, rows, states, states) }
    }
  }
}
