import Bytes
import Media
import Testing

struct ImageFormatsTests {
  @Test func namesAndExtensionsAreUniqueAndWellFormed() {
    let extensions = ImageFormats.all.flatMap(\.fileExtensions)
    #expect(Set(extensions).count == extensions.count)
    #expect(extensions.allSatisfy { $0 == $0.lowercased() && !$0.contains(".") })
    #expect(Set(ImageFormats.all.map(\.name)).count == ImageFormats.all.count)
  }

  @Test(arguments: ["png": "PNG", "PNG": "PNG", "Ppm": "PPM", "pgm": "PGM", "pnm": "PNM", "pam": "PAM"])
  func extensionsFindFormats(fileExtension: String, name: String) {
    #expect(ImageFormats.named(byExtension: fileExtension)?.name == name)
  }

  @Test func unknownExtensionsFindNothing() {
    #expect(ImageFormats.named(byExtension: "jpeg2000") == nil)
    #expect(ImageFormats.named(byExtension: "") == nil)
  }

  @Test func everyFormatReadsAndRecognizesWhatItWrites() throws {
    for image in Image.assortment {
      for format in ImageFormats.all {
        guard let bytes = try? format.write(image) else {
          #expect(format is PNMFormat)
          continue
        }
        #expect(format.recognizes(bytes))
        #expect(try format.read(bytes, limits: .standard) == image)
        #expect(try ImageFormats.read(bytes) == image)
      }
    }
  }

  @Test(
    arguments: [
      "P1 1 1 0": "PBM", "P4\n1 1\n\0": "PBM", "P2 ": "PGM", "P5\n": "PGM", "P3#": "PPM", "P6\t": "PPM",
      "P7\n": "PAM",
    ])
  func magicFindsFormats(start: String, name: String) {
    #expect(ImageFormats.recognizing(Array(start.utf8))?.name == name)
  }

  @Test(arguments: ["", "P", "P6", "P0 ", "P8\n", "P7 332", "PNG", "\u{89}PNG\r\n", "RIFF"])
  func otherBytesAreNotPictures(start: String) {
    #expect(ImageFormats.recognizing(Array(start.utf8)) == nil)
    #expect(throws: CodecError.unsupported("not a picture in PNG, PAM, PGM, PPM, PBM, PNM")) {
      try ImageFormats.read(Array(start.utf8))
    }
  }
}
