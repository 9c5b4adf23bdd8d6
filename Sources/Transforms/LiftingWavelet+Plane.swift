extension LiftingWavelet {
  /// Splits a plane into four bands, by rows first.
  ///
  /// - Parameters:
  ///   - plane: The samples. They are used as a workspace and lost.
  ///   - bands: Where the bands go, each of its proper size: the quadrants of `plane` (`PlaneView.quadrants`),
  ///     which makes the usual mosaic in place, or memory apart from it.
  public func split(_ plane: PlaneView<Sample>, into bands: SubbandQuad<PlaneView<Sample>>) {
    check(bands, of: plane)
    guard plane.width > 0, plane.height > 0 else { return }
    let periodic = border == .periodic
    let (left, right) = plane.halves
    withScratch(max(plane.width, plane.height)) { scratch in
      Sample.splitRows(plane, low: left, high: right, periodic: periodic, scratch: scratch)
      Sample.splitColumns(
        left, low: bands.low, high: bands.highAlongHeight, periodic: periodic, scratch: scratch)
      Sample.splitColumns(
        right, low: bands.highAlongWidth, high: bands.highAlongBoth, periodic: periodic, scratch: scratch)
    }
  }

  /// The inverse of `split`: the plane of four bands, which may be its quadrants or memory apart from it.
  public func merge(_ bands: SubbandQuad<PlaneView<Sample>>, into plane: PlaneView<Sample>) {
    check(bands, of: plane)
    guard plane.width > 0, plane.height > 0 else { return }
    let periodic = border == .periodic
    let (left, right) = plane.halves
    withScratch(max(plane.width, plane.height)) { scratch in
      Sample.mergeColumns(
        left, low: bands.low, high: bands.highAlongHeight, periodic: periodic, scratch: scratch)
      Sample.mergeColumns(
        right, low: bands.highAlongWidth, high: bands.highAlongBoth, periodic: periodic, scratch: scratch)
      Sample.mergeRows(plane, low: left, high: right, periodic: periodic, scratch: scratch)
    }
  }

  /// Splits a plane of `height` rows of `width` samples into four bands, each contiguous.
  public func split(_ plane: [Sample], width: Int, height: Int) -> SubbandQuad<[Sample]> {
    let mosaic = plane.withPlaneCopy(width: width, height: height) { split($0, into: $0.quadrants) }
    return Subband.quadrants(width: width, height: height).map { $0.samples(of: mosaic, width: width) }
  }

  /// The inverse of `split`: `width` and `height` are those of the plane.
  public func merge(_ bands: SubbandQuad<[Sample]>, width: Int, height: Int) -> [Sample] {
    let parts = zip(Subband.quadrants(width: width, height: height).all, bands.all)
    let blank = [Sample](repeating: .zero, count: width * height)
    return blank.withPlaneCopy(width: width, height: height) { plane in
      for (part, samples) in parts { part.put(samples, into: plane) }
      merge(plane.quadrants, into: plane)
    }
  }

  private func check(_ bands: SubbandQuad<PlaneView<Sample>>, of plane: PlaneView<Sample>) {
    check(plane.width)
    check(plane.height)
    for (band, part) in zip(bands.all, plane.quadrants.all) {
      precondition(band.width == part.width && band.height == part.height, "a band of the wrong size")
    }
  }
}

extension PlaneView {
  /// The places of the four bands of one level in the mosaic of this plane.
  public var quadrants: SubbandQuad<PlaneView> {
    Subband.quadrants(width: width, height: height).map { subplane($0) }
  }
}
