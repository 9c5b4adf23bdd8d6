import CodecInterface
import Testing

@testable import CodecC

/// The functions of codec.h, called as C does. Python/tests holds them against the command line.
struct InterfaceTests {
  private static var encoding: codec_encoding {
    codec_encoding(model: nil, quality: 75, step: 0, lossless: 0, classes: 0, levels: 0, threads: 1)
  }

  /// A picture of 40x24 pixels as a file.
  private static func coded(_ change: (inout codec_encoding) -> Void = { _ in }) throws -> [UInt8] {
    let samples = (0..<40 * 24 * 3).map { UInt8($0 * 7 % 251) }
    var picture = codec_array(samples, shape: [24, 40, 3])
    var encoding = Self.encoding
    change(&encoding)
    var file = codec_array()
    defer {
      codec_array_free(&picture)
      codec_array_free(&file)
    }
    try #require(codec_picture_encode(&picture, &encoding, &file, nil) == 0)
    return file.copied(try file.sizes(1))
  }

  @Test func latentsThereAndBack() throws {
    let bytes = try Self.coded()
    var file: OpaquePointer?
    try #require(codec_file_open(bytes, Int64(bytes.count), &file, nil) == 0)
    defer { codec_file_free(file) }
    var description = codec_description()
    codec_file_describe(file, &description)
    #expect(description.width == 40 && description.height == 24 && description.channels == 3)
    #expect(description.medium == CODEC_PICTURE && description.has_latents == 1 && description.step > 0)
    var (latents, decoded, again) = (codec_array(), codec_array(), codec_array())
    defer {
      codec_array_free(&latents)
      codec_array_free(&decoded)
      codec_array_free(&again)
    }
    try #require(codec_file_latents(file, 0, 0, &latents, nil) == 0)
    try #require(codec_file_decode(file, 1, &decoded, nil) == 0)
    try #require(codec_latents_decode(&latents, file, 2, &again, nil) == 0)
    #expect(latents.type == CODEC_INT16 && decoded.type == CODEC_UINT8)
    #expect(try decoded.sizes(3) == [24, 40, 3])
    #expect(decoded.copied([24, 40, 3], as: UInt8.self) == again.copied([24, 40, 3]))
  }

  @Test func errorsAreACodeAndALine() throws {
    var error = codec_error()
    var file: OpaquePointer?
    let bytes = try Self.coded()
    #expect(codec_file_open(bytes, Int64(bytes.count / 2), &file, &error) == CODEC_CORRUPT_DATA)
    #expect(error.code == CODEC_CORRUPT_DATA && file == nil)
    let message = withUnsafeBytes(of: error.message) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    #expect(!message.isEmpty && !message.contains("\n"))
    #expect(codec_file_open(nil, 0, &file, nil) == CODEC_CORRUPT_DATA)
    let lossless = try Self.coded { $0.lossless = 1 }
    try #require(codec_file_open(lossless, Int64(lossless.count), &file, nil) == 0)
    defer { codec_file_free(file) }
    var latents = codec_array()
    #expect(codec_file_latents(file, 0, 0, &latents, &error) == CODEC_UNSUPPORTED)
    #expect(codec_file_decode(file, 0, &latents, &error) == CODEC_INVALID_PARAMETER)
    #expect(latents.values == nil)
  }

  @Test func arraysOfCallersAreChecked() {
    for shape: (Int64, Int64, Int64, Int64) in [(-1, 2, 3, 0), (1 << 40, 1 << 40, 1, 0), (4, 4, 9, 0)] {
      var (array, file, encoding) = (codec_array(), codec_array(), Self.encoding)
      (array.type, array.dimensions, array.shape) = (Int32(CODEC_UINT8), 3, shape)
      #expect(codec_picture_encode(&array, &encoding, &file, nil) != 0)
    }
    var (dataset, error): (OpaquePointer?, codec_error) = (nil, codec_error())
    var options = codec_dataset_options()
    #expect(codec_dataset_open(nil, 0, &options, &dataset, &error) == CODEC_INVALID_PARAMETER)
  }
}
