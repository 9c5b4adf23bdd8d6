import Codecs

/// What is told about one file encoded or decoded.
struct ConversionReport {
  /// Paths; `-` for a standard stream.
  var input: String
  var output: String
  var conversion: Conversion
  /// From the start of reading to the end of writing.
  var seconds: Double

  /// How far a rate may be off what was asked for without a word, as a share of it.
  private static let missed = 0.03

  /// For people.
  var line: String {
    let facts: [String]
    switch conversion.medium {
    case .picture(let picture):
      facts = [
        "\(picture.width)x\(picture.height)", Figures.fixed(bitsPerPixel(picture), decimals: 2) + " bpp",
        Figures.bytes(conversion.codedBytes),
        Figures.fixed(megapixelsPerSecond(picture), decimals: 1) + " MPix/s",
      ]
    case .sound(let properties, let frameCount):
      let length = Double(frameCount) / Double(properties.sampleRate)
      facts = [
        Figures.duration(length), "\(properties.sampleRate) Hz",
        Figures.count(properties.channelCount, "channel"),
        rate(Figures.kilobits(bytes: conversion.codedBytes, seconds: length)),
        Figures.bytes(conversion.codedBytes), Figures.fixed(length / seconds, decimals: 0) + "x",
      ]
    }
    return (["\(input) → \(output)"] + facts).joined(separator: "  ")
  }

  /// For programs. `bytes`, `bpp` and `kbps` are those of the coded file, whichever side it is on.
  var json: JSON {
    let losses = conversion.losses.groups
    let damage = losses == 0 ? [] : [("damaged_groups", JSON.integer(losses))]
    let facts: [(String, JSON)]
    switch conversion.medium {
    case .picture(let picture):
      facts = [
        ("width", .integer(picture.width)), ("height", .integer(picture.height)),
        ("bpp", .real(bitsPerPixel(picture))), ("seconds", .real(seconds)),
        ("megapixels_per_second", .real(megapixelsPerSecond(picture))),
      ]
    case .sound(let properties, let frameCount):
      let length = Double(frameCount) / Double(properties.sampleRate)
      facts = [
        ("sample_rate", .integer(properties.sampleRate)), ("channels", .integer(properties.channelCount)),
        ("frames", .integer(frameCount)),
        ("kbps", .real(Figures.kilobits(bytes: conversion.codedBytes, seconds: length))),
        ("seconds", .real(seconds)), ("real_time_factor", .real(length / seconds)),
      ]
    }
    return .object(
      [
        ("input", .text(input)), ("output", .text(output)), ("bytes", .integer(conversion.codedBytes)),
      ] + facts + [
        ("model", .text(conversion.model.name)), ("step", conversion.step.map { .real($0) } ?? .null),
      ] + damage)
  }

  /// A rate, with the one asked for where no step comes near it.
  private func rate(_ kilobits: Double) -> String {
    let text = Figures.fixed(kilobits, decimals: 1) + " kbit/s"
    guard let asked = conversion.askedKilobits, abs(kilobits / asked - 1) > Self.missed else { return text }
    return text + " (not \(Figures.fixed(asked, decimals: 1)))"
  }

  private func bitsPerPixel(_ picture: PictureDescription) -> Double {
    Figures.bitsPerPixel(bytes: conversion.codedBytes, width: picture.width, height: picture.height)
  }

  private func megapixelsPerSecond(_ picture: PictureDescription) -> Double {
    Double(picture.width) * Double(picture.height) / 1e6 / seconds
  }
}
