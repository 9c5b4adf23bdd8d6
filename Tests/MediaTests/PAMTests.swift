import Bytes
import Media
import Testing

struct PAMTests {
  private func read(_ header: String, _ bytes: [UInt8]) throws -> Image {
    try PAMFormat().read(Array(header.utf8) + bytes, limits: .standard)
  }

  private func header(
    depth: Int, maximum: Int = 255, type: String, size: String = "WIDTH 1\nHEIGHT 1"
  ) -> String {
    "P7\n\(size)\nDEPTH \(depth)\nMAXVAL \(maximum)\n\(type)\nENDHDR\n"
  }

  @Test func filesAreKnownByteForByte() throws {
    let image = Image(width: 1, height: 1, channels: .rgba, samples: .eight([1, 2, 3, 4]))
    let text = "P7\nWIDTH 1\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n"
    #expect(try PAMFormat().write(image) == Array(text.utf8) + [1, 2, 3, 4])
  }

  @Test func blackAndWhiteHasWhiteAsOne() throws {
    let size = "WIDTH 2\nHEIGHT 1"
    let plain = try read(header(depth: 1, maximum: 1, type: "TUPLTYPE BLACKANDWHITE", size: size), [0, 1])
    #expect(plain == Image(width: 2, height: 1, channels: .gray, samples: .eight([0, 255])))
    let alpha = try read(header(depth: 2, maximum: 1, type: "TUPLTYPE BLACKANDWHITE_ALPHA"), [1, 0])
    #expect(alpha == Image(width: 1, height: 1, channels: .grayAlpha, samples: .eight([255, 0])))
  }

  @Test func commentsOrderAndSpacingAreFree() throws {
    let text = "P7\n# c\nMAXVAL 65535\n\nTUPLTYPE   RGB  \n HEIGHT 1\nDEPTH\t3\n#\nWIDTH 1\nENDHDR\n"
    let image = try read(text, [0, 1, 0, 2, 255, 255])
    #expect(image == Image(width: 1, height: 1, channels: .rgb, samples: .sixteen([1, 2, 65535])))
  }

  @Test(arguments: 1...4) func withoutATypeTheDepthDecides(depth: Int) throws {
    let image = try read(header(depth: depth, type: "#"), [UInt8](repeating: 9, count: depth))
    #expect(image.channels.rawValue == depth)
  }

  @Test func unknownTypesAreUnsupported() {
    #expect(throws: CodecError.unsupported("PAM: tuple type \"CMYK\"")) {
      try read(header(depth: 4, type: "TUPLTYPE CMYK"), [1, 2, 3, 4])
    }
    #expect(throws: CodecError.unsupported("PAM: tuple type \"RGB \\u{1B}X\"")) {
      try read(header(depth: 3, type: "TUPLTYPE RGB\nTUPLTYPE \u{1B}X"), [1, 2, 3])
    }
    #expect(throws: CodecError.unsupported("PAM: 5 channels of unstated meaning")) {
      try read(header(depth: 5, type: "#"), [1, 2, 3, 4, 5])
    }
  }

  @Test func brokenFilesAreCorrupt() throws {
    let good = header(depth: 3, type: "TUPLTYPE RGB")
    #expect(try read(good, [1, 2, 3]).samples == .eight([1, 2, 3]))
    let broken: [(String, [UInt8])] = [
      (good, [1, 2]), (good, [1, 2, 3, 4]), ("P7\n", []), ("P7\nENDHDR\n", []), ("P7\nENDHDR", []),
      (header(depth: 2, type: "TUPLTYPE RGB"), [1, 2]), (header(depth: 3, type: "WIDTH 1"), [1, 2, 3]),
      (header(depth: 3, type: "NONSENSE"), [1, 2, 3]), (header(depth: 1, maximum: 9, type: "#"), [10]),
      (header(depth: 1, maximum: 65536, type: "#"), [1]), (header(depth: 1, maximum: 0, type: "#"), [1]),
      (header(depth: 1, type: "#", size: "WIDTH 0\nHEIGHT 1"), []),
      (header(depth: 1, type: "#", size: "WIDTH -1\nHEIGHT 1"), [1]),
      (header(depth: 1, type: "#", size: "WIDTH 99999999999\nHEIGHT 1"), [1]),
      (header(depth: 1, type: "#", size: "WIDTH\nHEIGHT 1"), [1]),
    ]
    for (text, bytes) in broken {
      let error = #expect(throws: CodecError.self) { try read(text, bytes) }
      guard case .corruptData = error else {
        Issue.record("\(text): \(String(describing: error))")
        continue
      }
    }
  }

  @Test func everyTruncationIsCorrupt() throws {
    let file = try PAMFormat().write(.random(5, 3, .rgba, depth: 16))
    for count in file.indices {
      #expect(throws: CodecError.self) { try PAMFormat().read(Array(file[..<count]), limits: .standard) }
    }
  }

  @Test func hugeSizesExceedTheLimits() {
    let text = header(depth: 4, type: "#", size: "WIDTH 65536\nHEIGHT 65536")
    let error = #expect(throws: CodecError.self) { try read(text, []) }
    guard case .limitExceeded = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
