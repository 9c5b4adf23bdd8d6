/// Which bands of a wavelet packet are split further.
public indirect enum PacketTree: Equatable, Sendable {
  /// A band that stays as it is.
  case leaf
  /// A band that is split into four.
  case split(SubbandQuad<PacketTree>)

  /// All bands split, `depth` times: 4^depth leaves.
  public static func uniform(depth: Int) -> PacketTree {
    precondition(depth >= 0 && depth <= 10, "an impossible depth of a uniform packet")
    guard depth > 0 else { return .leaf }
    let child = uniform(depth: depth - 1)
    return .split(
      SubbandQuad(low: child, highAlongHeight: child, highAlongWidth: child, highAlongBoth: child))
  }

  /// Only the low band split, `levels` times: 3 * levels + 1 leaves, the dyadic pyramid.
  public static func pyramid(levels: Int) -> PacketTree {
    precondition(levels >= 0 && levels < 32, "an impossible number of levels")
    var tree = PacketTree.leaf
    for _ in 0..<levels {
      tree = .split(
        SubbandQuad(low: tree, highAlongHeight: .leaf, highAlongWidth: .leaf, highAlongBoth: .leaf))
    }
    return tree
  }

  /// The most splits on the way to a leaf.
  public var depth: Int {
    switch self {
    case .leaf: 0
    case .split(let children): 1 + children.all.reduce(0) { max($0, $1.depth) }
    }
  }

  /// The leaves of a plane of `width` x `height` samples and their places in the mosaic.
  ///
  /// Depth first, LL, LH, HL, HH: for a uniform tree this is the order of channels, for a pyramid coarse to fine
  /// (LL, then LH, HL, HH of each level).
  public func leaves(width: Int, height: Int) -> [Subband] {
    leaves(in: .whole(width: width, height: height))
  }

  private func leaves(in band: Subband) -> [Subband] {
    switch self {
    case .leaf: [band]
    case .split(let children): zip(children.all, band.split.all).flatMap { $0.leaves(in: $1) }
    }
  }
}
