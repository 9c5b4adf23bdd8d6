import Bytes
import Testing

@Suite struct LimitsTests {
  @Test(arguments: [(1, 1), (1 << 20, 256), (16384, 16384)])
  func allowed(_ width: Int, _ height: Int) throws {
    try Limits.standard.check(width: width, height: height)
  }

  @Test(arguments: [((1 << 20) + 1, 1), (1, (1 << 20) + 1), (16384, 16385), (Int.max, Int.max)])
  func tooLarge(_ width: Int, _ height: Int) {
    do throws(CodecError) {
      try Limits.standard.check(width: width, height: height)
      Issue.record("\(width)x\(height) was allowed")
    } catch {
      guard case .limitExceeded = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  /// With every limit lifted the product still may not overflow.
  @Test func productDoesNotOverflow() {
    var limits = Limits()
    limits.dimension = .max
    limits.pixels = .max
    #expect(throws: CodecError.self) { try limits.check(width: .max, height: 2) }
  }

  @Test(arguments: [(0, 5), (5, 0), (-1, 5), (-4, -4), (Int.min, Int.min)])
  func noPixels(_ width: Int, _ height: Int) {
    let expected = CodecError.corruptData("\(width)x\(height) pixels; a picture has at least one")
    #expect(throws: expected) { try Limits.standard.check(width: width, height: height) }
  }

  @Test func errorsDescribeThemselves() {
    #expect("\(CodecError.corruptData("x"))" == "corrupt data: x")
    #expect("\(CodecError.unsupported("x"))" == "unsupported: x")
    #expect("\(CodecError.limitExceeded("x"))" == "limit exceeded: x")
    #expect("\(CodecError.invalidParameter("x"))" == "invalid parameter: x")
    #expect("\(CodecError.missingModel("x"))" == "missing model: x")
    #expect("\(CodecError.inputOutput("x"))" == "x")
  }
}
