import CKernels

/// Tables of the lapped transform for all sizes of segments; and one of a length that is no power of two.
final class SpectralTransform: Sendable {
  static let shared = SpectralTransform()
  static let sizes = Int(music_sizes)
  static let shortest = Int(music_shortest)
  static let longest = Int(music_longest)

  // Never written after `init`.
  nonisolated(unsafe) private let tables: [UnsafeMutablePointer<Float>]
  nonisolated(unsafe) private let slopes: [UnsafeMutablePointer<Float>]

  private init() {
    tables = (0..<Self.sizes).map { size in
      let table = UnsafeMutablePointer<Float>.allocate(
        capacity: music_tables_count(Int32(Self.shortest << size)))
      music_make_tables(Int32(Self.shortest << size), table)
      return table
    }
    slopes = (0..<Self.sizes).map { size in
      let slope = UnsafeMutablePointer<Float>.allocate(capacity: Self.shortest << size)
      music_make_slope(Int32(Self.shortest << size) / 2, slope)
      return slope
    }
  }

  deinit {
    for memory in tables + slopes { memory.deallocate() }
  }

  /// Samples on either side of a boundary that is next to a segment of this size and a longer one.
  static func half(_ size: Int) -> Int { shortest << size / 2 }

  /// The rising slope over such a boundary.
  func slope(_ size: Int) -> UnsafePointer<Float> { UnsafePointer(slopes[size]) }

  /// Lapped samples to coefficients. `scratch` has 2 * `longest` numbers.
  func forward(
    size: Int, _ samples: UnsafePointer<Float>, _ spectrum: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    music_transform(tables[size], Int32(Self.shortest << size), samples, spectrum, scratch)
  }

  func inverse(
    size: Int, _ spectrum: UnsafePointer<Float>, _ samples: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    music_inverse_transform(tables[size], Int32(Self.shortest << size), spectrum, samples, scratch)
  }
}
