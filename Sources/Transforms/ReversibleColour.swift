/// YCoCg-R (Malvar and Sullivan, 2003): an integer colour transform that is undone exactly.
///
/// Works in place on the planes red, green, blue, which become luma, orange chroma (red - blue) and green chroma.
/// Sums wrap around, so that any values whatsoever come back; to keep chroma small, samples of n bits need words
/// of n + 1 bits.
public enum ReversibleColour {
  /// Red, green, blue to luma, orange, green chroma; three planes of the same size.
  public static func forward<Word: ColourWord>(_ planes: ColourPlanes<PlaneView<Word>>) {
    for y in 0..<height(planes) {
      Word.rotateReversibly(planes.map { $0.row(y) }, count: planes.first.width)
    }
  }

  /// The inverse of `forward`.
  public static func inverse<Word: ColourWord>(_ planes: ColourPlanes<PlaneView<Word>>) {
    for y in 0..<height(planes) {
      Word.unrotateReversibly(planes.map { $0.row(y) }, count: planes.first.width)
    }
  }

  /// Red, green, blue to luma, orange, green chroma; three lists of the same length.
  public static func forward<Word: ColourWord>(_ planes: inout ColourPlanes<[Word]>) {
    withViews(&planes) { forward($0) }
  }

  /// The inverse of `forward`.
  public static func inverse<Word: ColourWord>(_ planes: inout ColourPlanes<[Word]>) {
    withViews(&planes) { inverse($0) }
  }

  private static func height<Word>(_ planes: ColourPlanes<PlaneView<Word>>) -> Int {
    let (width, height) = (planes.first.width, planes.first.height)
    for plane in planes.all {
      precondition(plane.width == width && plane.height == height, "planes of different size")
    }
    return height
  }

  /// Lends three lists as planes of one row.
  private static func withViews<Word>(
    _ planes: inout ColourPlanes<[Word]>, _ body: (ColourPlanes<PlaneView<Word>>) -> Void
  ) {
    let counts = planes.map { $0.count }
    func view(_ base: UnsafeMutablePointer<Word>, _ count: Int) -> PlaneView<Word> {
      PlaneView(base, width: count, height: 1)
    }
    func run(
      _ a: UnsafeMutablePointer<Word>, _ b: UnsafeMutablePointer<Word>, _ c: UnsafeMutablePointer<Word>
    ) {
      body(ColourPlanes(view(a, counts.first), view(b, counts.second), view(c, counts.third)))
    }
    run(&planes.first, &planes.second, &planes.third)
  }
}
