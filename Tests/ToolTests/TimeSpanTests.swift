import Testing

@testable import CodecTool

struct TimeSpanTests {
  @Test(
    arguments: [
      ("1:30..2:00", 90..<120), ("0.5..1.25", 1..<1), ("..10", 0..<10), ("100..", 100..<200), ("..", 0..<200),
      ("0:01:40..1:00:00", 100..<200), ("250..300", 200..<200),
    ]) func frames(text: String, expected: Range<Int>) throws
  {
    let span = try #require(TimeSpan(argument: text))
    // One frame a second; halves are rounded away from zero.
    #expect(span.frames(rate: 1, count: 200) == expected)
  }

  @Test func framesOfARate() throws {
    let span = try #require(TimeSpan(argument: "0.5..1.25"))
    #expect(span.frames(rate: 44100, count: 1_000_000) == 22050..<55125)
  }

  @Test(arguments: [
    "", "1", "2..1", "1..1", "a..b", "1:60..", "-1..2", "1:2:3:4..", "1.5:00..", "..1e3", "nan..", "inf..",
  ])
  func refused(text: String) { #expect(TimeSpan(argument: text) == nil) }
}
