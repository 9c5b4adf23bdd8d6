import Foundation
import Testing

/// The path of probabilities has no floating point: two machines that round differently would read different
/// symbols.
struct FloatFenceTests {
  private static let forbidden: Set<String> = [
    "Float", "Double", "CGFloat", "Float16", "Float32", "Float64", "Float80", "float", "double", "Foundation",
    "Glibc", "Darwin", "pow", "exp", "exp2", "log", "log2", "sqrt",
  ]

  /// The source with `//` and `/* */` comments, nested or not, replaced by spaces.
  static func withoutComments(_ source: String) -> String {
    var result = ""
    var depth = 0
    var rest = Substring(source)
    while let next = rest.first {
      if depth == 0, rest.hasPrefix("//") {
        rest = rest.drop { !$0.isNewline }
        result.append(" ")
      } else if rest.hasPrefix("/*") {
        depth += 1
        rest = rest.dropFirst(2)
      } else if depth > 0, rest.hasPrefix("*/") {
        depth -= 1
        rest = rest.dropFirst(2)
        result.append(" ")
      } else {
        if depth == 0 { result.append(next) }
        rest = rest.dropFirst()
      }
    }
    return result
  }

  /// The forbidden words and the literals with a point in a source.
  static func findings(in source: String) -> [String] {
    let code = withoutComments(source)
    let words = code.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "$" }
    return words.filter { word in
      // `pair.0.1` is no number: there a point stands before.
      let before = word.startIndex == code.startIndex ? " " : code[code.index(before: word.startIndex)]
      let after = code[word.endIndex...].prefix(2)
      let isLiteral = word.allSatisfy { $0.isNumber || $0 == "_" } && before != "."
      let hasPoint = after.first == "." && after.last?.isNumber == true
      return forbidden.contains(String(word)) || isLiteral && hasPoint
    }.map(String.init)
  }

  @Test func fenceHolds() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources")
    let folder = root.appending(path: "EntropyCoding")
    let names = try #require(FileManager.default.enumerator(atPath: folder.path))
    var files = names.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }
      .map { folder.appending(path: $0) }
    #expect(files.count > 10)
    // Its kernels.
    files += [
      "circuit_coder.h", "circuit_contexts.h", "circuit_mean.h", "circuit_residual.h", "circuit_row.h",
      "circuit_walk.c", "contexts.c", "sample_predictor.c", "sound_residual.h", "sound_rice.c",
      "hearing_bands.h", "music_coder.h", "music_contexts.h", "hearing_side.c", "include/circuit_plane.h",
      "include/circuit_rules.h", "include/circuit_walk.h", "include/contexts.h",
      "include/sample_mixer.h", "include/sample_predictor.h", "include/sound_rice.h", "include/sound_walk.h",
    ].map { root.appending(path: "CKernels/\($0)") }
    for file in files {
      let found = Self.findings(in: try String(contentsOf: file, encoding: .utf8))
      #expect(found.isEmpty, "\(file.lastPathComponent): \(found)")
    }
  }

  /// Predictions of sounds are floating point, pinned: IEEE 754 arithmetic in a written order, no maths library.
  @Test(arguments: ["sound_walk.c", "sound_least_squares.h", "sound_cascade.h", "sound_plain.c"])
  func pinnedKernels(name: String) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/CKernels")
    let source = try String(contentsOf: root.appending(path: name), encoding: .utf8)
    #expect(name.hasSuffix(".h") || source.contains("#pragma STDC FP_CONTRACT OFF"))
    let words = Set(
      Self.withoutComments(source).split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
    #expect(
      words.isDisjoint(with: ["math", "pow", "exp", "exp2", "log", "log2", "fma", "fmaf", "floor", "round"]))
  }

  /// The search itself.
  @Test func findings() {
    #expect(Self.findings(in: "let x: Float = log(2.5)") == ["Float", "log", "2"])
    #expect(
      Self.findings(in: "import Foundation\nlet y = 1 // Double\n/* pow /* exp */ 0.5 */ sqrt(z)").count == 2)
    #expect(Self.findings(in: "catalog(Floating, $0.0.1, pair.0.1, 0...1, 0..<16, 0x1F)").isEmpty)
  }
}
