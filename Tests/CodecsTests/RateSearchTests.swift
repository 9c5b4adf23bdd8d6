import Codecs
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct RateSearchTests {
  /// Sizes that bend as those of real sounds do: flat at large steps, a fixed part that no step removes.
  @Test(arguments: [2000.0, 20_000, 200_000]) func findsTheStep(target: Double) throws {
    var search = RateSearch(target: target, steps: 1e-5...1)
    var tries = 0
    while search.error > 0.01, tries < 8 {
      let step = search.next
      search.add(step: step, size: 800 + 1000 / pow(Double(step), 0.6) / (1 + 3 * Double(step)))
      tries += 1
    }
    #expect(search.error <= 0.01)
    #expect(tries <= 7)
    let step = try #require(search.best)
    #expect((1e-5...1).contains(step))
  }

  /// What no step reaches ends at the border.
  @Test func staysInRange() {
    var search = RateSearch(target: 1, steps: 0.01...1)
    for _ in 0..<5 { search.add(step: search.next, size: 1000) }
    #expect(search.next == 1)
    #expect(search.error > 100)
  }
}
