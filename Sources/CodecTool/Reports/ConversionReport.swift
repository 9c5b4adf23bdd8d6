import Codecs

/// What is told about one file encoded or decoded.
struct ConversionReport {
  /// Paths; `-` for a standard stream.
  var input: String
  var output: String
  var conversion: Conversion
  /// From the start of reading to the end of writing.
  var seconds: Double

  private var picture: PictureDescription { conversion.picture }

  private var bitsPerPixel: Double {
    Figures.bitsPerPixel(bytes: conversion.codedBytes, width: picture.width, height: picture.height)
  }

  private var megapixelsPerSecond: Double {
    Double(picture.width) * Double(picture.height) / 1e6 / seconds
  }

  /// For people.
  var line: String {
    let speed = Figures.fixed(megapixelsPerSecond, decimals: 1)
    return [
      "\(input) → \(output)", "\(picture.width)x\(picture.height)",
      Figures.fixed(bitsPerPixel, decimals: 2) + " bpp", Figures.bytes(conversion.codedBytes),
      speed + " MPix/s",
    ].joined(separator: "  ")
  }

  /// For programs. `bytes` and `bpp` are those of the coded file, whichever side it is on.
  var json: JSON {
    let damage = conversion.damage.isEmpty ? [] : [("damaged_groups", JSON.integer(conversion.damage.count))]
    return .object(
      [
        ("input", .text(input)),
        ("output", .text(output)),
        ("bytes", .integer(conversion.codedBytes)),
        ("width", .integer(picture.width)),
        ("height", .integer(picture.height)),
        ("bpp", .real(bitsPerPixel)),
        ("seconds", .real(seconds)),
        ("megapixels_per_second", .real(megapixelsPerSecond)),
        ("model", .text(conversion.model.name)),
        ("step", conversion.step.map { .real($0) } ?? .null),
      ] + damage)
  }
}
