extension VariableTree {
  /// The Chow-Liu tree of a sample; values are put into 16 ranges.
  public init(chowLiu table: IntegerTable, cardinalities: [Int], threads: Int) {
    self.init(MutualInformation(table, cardinalities: cardinalities, threads: threads))
  }

  /// The tree of largest total mutual information (Chow and Liu, 1968), rooted at its centre.
  public init(_ information: MutualInformation) {
    let edges = Self.maximumSpanningTree(information)
    var neighbours = [[Int]](repeating: [], count: information.count)
    for (a, b) in edges {
      neighbours[a].append(b)
      neighbours[b].append(a)
    }
    self.init(neighbours: neighbours, root: Self.centre(neighbours, all: Array(neighbours.indices)))
  }

  /// The tree of `neighbours`, seen from a root.
  init(neighbours: [[Int]], root: Int) {
    var parents = [Int?](repeating: nil, count: neighbours.count)
    var open = [root]
    while let variable = open.popLast() {
      for next in neighbours[variable] where next != parents[variable] {
        parents[next] = variable
        open.append(next)
      }
    }
    self.init(parents: parents)
  }

  /// Prim's algorithm: edges of the maximum spanning tree of the complete graph.
  private static func maximumSpanningTree(_ information: MutualInformation) -> [(Int, Int)] {
    var best = [(weight: Float, from: Int)](repeating: (-1, 0), count: information.count)
    var isOutside = [Bool](repeating: true, count: information.count)
    var edges: [(Int, Int)] = []
    var newest = 0
    isOutside[0] = false
    for _ in 1..<max(information.count, 1) {
      var next = -1
      for variable in 0..<information.count where isOutside[variable] {
        let weight = information[newest, variable]
        if weight > best[variable].weight { best[variable] = (weight, newest) }
        if next < 0 || best[variable].weight > best[next].weight { next = variable }
      }
      edges.append((best[next].from, next))
      isOutside[next] = false
      newest = next
    }
    return edges
  }

  /// The variable whose farthest other one is nearest: the middle of a longest path within `all`.
  static func centre(_ neighbours: [[Int]], all: [Int]) -> Int {
    let path = longestPath(neighbours, from: longestPath(neighbours, from: all[0]).last ?? all[0])
    return path[path.count / 2]
  }

  private static func longestPath(_ neighbours: [[Int]], from start: Int) -> [Int] {
    var cameFrom = [start: start]
    var queue = [start]
    var next = 0
    while next < queue.count {
      for other in neighbours[queue[next]] where cameFrom[other] == nil {
        cameFrom[other] = queue[next]
        queue.append(other)
      }
      next += 1
    }
    var path = [queue[queue.count - 1]]
    while let last = path.last, last != start, let before = cameFrom[last] { path.append(before) }
    return path
  }
}
