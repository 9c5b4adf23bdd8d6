/// A wavelet transform of planes over any packet tree, in place in the mosaic.
///
/// Each split leaves the low band top left, the band high along the height bottom left, the band high along the
/// width top right and the band high along both bottom right, of sizes rounded up for low and down for high;
/// further splits happen inside those rectangles. With a symmetric border every size works and comes back:
/// exactly for `Int16`, within float rounding for `Float`. A periodic border needs even sizes at every split.
public struct WaveletPacket<Sample: LiftingSample>: Sendable {
  public let tree: PacketTree
  public let wavelet: LiftingWavelet<Sample>

  public init(_ tree: PacketTree, border: BorderExtension = .symmetric) {
    self.tree = tree
    self.wavelet = LiftingWavelet(border: border)
  }

  /// The bands of a plane, in the order of `PacketTree.leaves`.
  public func subbands(width: Int, height: Int) -> [Subband] {
    tree.leaves(width: width, height: height)
  }

  /// Replaces the samples of a plane by its coefficients.
  public func forward(_ plane: PlaneView<Sample>) {
    forward(tree, plane)
  }

  /// Replaces the coefficients of a plane by its samples.
  ///
  /// - Parameter keptLevels: How many levels, from the finest, stay split. Of a pyramid with `keptLevels` k the
  ///   low band of level k stands in the top left, and the details of levels k…1 are untouched.
  public func inverse(_ plane: PlaneView<Sample>, keptLevels: Int = 0) {
    precondition(keptLevels >= 0, "a negative number of levels")
    inverse(tree, plane, keptLevels: keptLevels)
  }

  private func forward(_ tree: PacketTree, _ plane: PlaneView<Sample>) {
    guard case .split(let children) = tree else { return }
    let bands = plane.quadrants
    wavelet.split(plane, into: bands)
    for (child, band) in zip(children.all, bands.all) { forward(child, band) }
  }

  private func inverse(_ tree: PacketTree, _ plane: PlaneView<Sample>, keptLevels: Int) {
    guard case .split(let children) = tree else { return }
    let bands = plane.quadrants
    for (child, band) in zip(children.all, bands.all) {
      inverse(child, band, keptLevels: max(0, keptLevels - 1))
    }
    if keptLevels == 0 { wavelet.merge(bands, into: plane) }
  }
}

extension WaveletPacket {
  /// The dyadic pyramid of `levels` levels.
  public static func pyramid(levels: Int, border: BorderExtension = .symmetric) -> WaveletPacket {
    WaveletPacket(.pyramid(levels: levels), border: border)
  }

  /// The mosaic of a contiguous plane of `height` rows of `width` samples.
  public func forward(_ plane: [Sample], width: Int, height: Int) -> [Sample] {
    plane.withPlaneCopy(width: width, height: height) { forward($0) }
  }

  /// The inverse of `forward`; see the view's `inverse` for `keptLevels`.
  public func inverse(_ mosaic: [Sample], width: Int, height: Int, keptLevels: Int = 0) -> [Sample] {
    mosaic.withPlaneCopy(width: width, height: height) { inverse($0, keptLevels: keptLevels) }
  }
}
