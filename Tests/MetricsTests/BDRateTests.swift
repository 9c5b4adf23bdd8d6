import Bytes
import Metrics
import Testing

@Suite struct BDRateTests {
  private func curve(_ points: (Double, Double)...) -> [RatePoint] {
    points.map { RatePoint(rate: $0.0, quality: $0.1) }
  }

  /// Figures of SciPy's `PchipInterpolator` through (quality, ln rate) and its `integrate`.
  @Test func agreesWithSciPy() throws {
    let anchor = curve((0.1, 27.1), (0.25, 30.4), (0.5, 33.2), (1.0, 36.5), (1.7, 39.9))
    let test = curve((0.08, 27.0), (0.2, 30.1), (0.45, 33.4), (0.9, 36.8))
    #expect(abs(try BDRate.percent(of: test, against: anchor) - -14.407470374918141) < 1e-9)
    #expect(abs(try BDRate.percent(of: anchor, against: test) - 16.832625975685843) < 1e-9)
    #expect(
      try BDRate.percent(of: test.reversed(), against: anchor.shuffled())
        == BDRate.percent(of: test, against: anchor))
    // Two points are a line; a rate that falls on the way up meets the slope rules at extrema.
    let line = try BDRate.percent(of: curve((1.5, 31), (2.5, 35)), against: curve((1, 30), (2, 34)))
    #expect(abs(line - 17.798780062572582) < 1e-9)
    let bent = try BDRate.percent(
      of: curve((1, 29), (2.2, 33), (3, 36)), against: curve((1, 30), (2, 33), (1.9, 34), (4, 37)))
    #expect(abs(bent - 16.975227599426688) < 1e-9)
  }

  /// A curve of a constant multiple of the rate differs by just that, whatever its shape.
  @Test func constantFactor() throws {
    let anchor = curve((0.1, 25), (0.3, 31), (0.5, 31.5), (1.1, 38), (3, 39))
    let test = anchor.map { RatePoint(rate: $0.rate * 0.8, quality: $0.quality) }
    #expect(abs(try BDRate.percent(of: test, against: anchor) - -20) < 1e-10)
    #expect(abs(try BDRate.percent(of: anchor, against: anchor)) < 1e-12)
  }

  @Test func unfitCurvesThrow() {
    let good = curve((1, 30), (2, 33))
    let unfit = [
      [], curve((1, 30)), curve((1, 30), (2, 30)), curve((0, 30), (2, 33)), curve((-1, 30), (2, 33)),
      curve((.infinity, 30), (2, 33)), curve((1, .nan), (2, 33)), curve((1, .infinity), (2, 33)),
      curve((1, 33), (2, 36)),
    ]
    for points in unfit {
      #expect(throws: CodecError.self) { try BDRate.percent(of: points, against: good) }
      #expect(throws: CodecError.self) { try BDRate.percent(of: good, against: points) }
    }
  }
}
