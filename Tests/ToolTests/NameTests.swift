import Testing

@testable import CodecTool

struct NameTests {
  @Test(arguments: [
    ("a/b.png", "b.png", "a", "png", "a/b.cdc"), ("b.PNG", "b.PNG", ".", "png", "b.cdc"),
    ("/b", "b", "/", "", "/b.cdc"), ("a.b/c", "c", "a.b", "", "a.b/c.cdc"),
    ("x/.profile", ".profile", "x", "", "x/.profile.cdc"), ("a//b.c.d", "b.c.d", "a", "d", "a//b.c.cdc"),
    ("a/b/", "b", "a", "", "a/b.cdc"), ("ü.pgm", "ü.pgm", ".", "pgm", "ü.cdc"),
  ])
  func namesAreTakenApart(path: String, last: String, folder: String, ending: String, replaced: String) {
    #expect(path.lastPathComponent == last)
    #expect(path.parentFolder == folder)
    #expect(path.pathExtension == ending)
    #expect(path.replacing(pathExtension: "cdc") == replaced)
  }

  @Test(arguments: [
    (0, 2, "0.00"), (0.704, 2, "0.70"), (0.7051, 2, "0.71"), (9.996, 2, "10.00"), (12.04, 1, "12.0"),
    (-0.04, 1, "0.0"), (-1.26, 1, "-1.3"), (3.5, 0, "4"), (1e300, 1, "1e+300"), (.infinity, 2, "inf"),
  ])
  func figuresAreRounded(value: Double, decimals: Int, text: String) {
    #expect(Figures.fixed(value, decimals: decimals) == text)
  }

  @Test(arguments: [(0, "0 B"), (999, "999 B"), (12_345, "12.3 kB"), (4_560_000, "4.56 MB")])
  func sizesAreNamed(count: Int, text: String) {
    #expect(Figures.bytes(count) == text)
  }

  @Test func jsonIsEscaped() {
    let value = JSON.object([
      ("a\"b", .text("\\ \n \u{1} é")),
      ("c", .array([.null, .integer(-3), .real(.infinity), .real(Float(0.1))])),
    ])
    #expect(value.line == "{\"a\\\"b\":\"\\\\ \\n \\u0001 é\",\"c\":[null,-3,null,0.1]}")
  }
}
