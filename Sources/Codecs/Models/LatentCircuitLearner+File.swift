import EntropyCoding

extension LatentCircuitLearner {
  /// Learns in several passes; returns the bytes of the circuit file.
  /// - Parameter forEachGroup: goes over all groups, in the same order every time.
  func file(
    forEachGroup: (_ learn: ([LatentPlane], [PlaneStructure]) -> Void) throws -> Void
  ) rethrows -> [UInt8] {
    for _ in 0..<Self.passes {
      try forEachGroup { self.learn($0, $1) }
      settle()
    }
    return arrays.file(planes: planeCount)
  }
}
