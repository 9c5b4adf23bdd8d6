import Bytes
import Container
import Media

/// Pictures without loss: every sample comes back as it was, with depth, channels and metadata.
///
/// Samples are predicted by integer least squares that learn as they go, and what is left is coded by binary
/// decisions whose chances come from what was decoded before: no model file, no floating point, the same bytes on
/// every machine and at any number of threads. FORMAT.md describes the stream.
public enum LosslessImageCodec {
  /// What stands in a file in place of a model.
  public static let identity = ModelIdentity(
    name: "lossless", digest: [UInt8](repeating: 0, count: Container.Header.digestBytes))

  /// A picture as a `.cdc` file.
  public static func encode(_ image: Image, threads: Int = 1) throws -> [UInt8] {
    let parameters = LosslessParameters(picture: PictureDescription(image), unit: unit(of: image.samples))
    let groups =
      switch image.samples {
      case .eight(let samples): try encode(samples, parameters, threads: threads)
      case .sixteen(let samples): try encode(samples, parameters, threads: threads)
      }
    let header = Container.Header(
      codec: identity.name, modelDigest: identity.digest, parameters: parameters.serialized())
    return Container(header: header, groups: groups, optionalChunks: image.metadata.chunks).serialized()
  }

  /// The picture of a `.cdc` file that `encode` made. Throws `corruptData`, `limitExceeded`, `unsupported`, and
  /// `missingModel` for a file of another codec.
  public static func decode(
    _ bytes: [UInt8], limits: Limits = .standard, threads: Int = 1
  ) throws -> Image {
    let container = try Container(parsing: bytes, limits: limits)
    let header = container.header
    guard ModelIdentity(name: header.codec, digest: header.modelDigest) == identity else {
      throw CodecError.missingModel("the file is of codec \(header.codec) or of another version of lossless")
    }
    let parameters = try LosslessParameters(parsing: header.parameters, limits: limits)
    guard container.groups.count == parameters.groupCount else {
      throw CodecError.corruptData(
        "GRPS: \(container.groups.count) groups, the picture has \(parameters.groupCount)")
    }
    let picture = parameters.picture
    let samples: Samples =
      if picture.depth == 8 {
        .eight(try decode(container.groups, parameters, threads: threads))
      } else {
        .sixteen(try decode(container.groups, parameters, threads: threads))
      }
    return Image(
      width: picture.width, height: picture.height, channels: picture.channels, samples: samples,
      metadata: Metadata(container))
  }

  /// The greatest number that divides all samples; 1 if all are zero.
  private static func unit(of samples: Samples) -> UInt16 {
    func unit(of values: [some FixedWidthInteger & UnsignedInteger]) -> UInt16 {
      var divisor = 0
      for value in values {
        var rest = Int(value)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        if divisor == 1 { break }
      }
      return UInt16(max(divisor, 1))
    }
    return switch samples {
    case .eight(let values): unit(of: values)
    case .sixteen(let values): unit(of: values)
    }
  }

  private static func encode<Sample: FixedWidthInteger & UnsignedInteger & Sendable>(
    _ samples: [Sample], _ parameters: LosslessParameters, threads: Int
  ) throws -> [Container.Group] {
    let rectangles = parameters.groups.rectangles
    var groups = [Container.Group?](repeating: nil, count: rectangles.count)
    try samples.withUnsafeBufferPointer { samples in
      nonisolated(unsafe) let samples = samples
      try groups.withUnsafeMutableBufferPointer { groups in
        nonisolated(unsafe) let groups = groups
        try forEach(count: groups.count, threads: threads) { index in
          let group = LosslessGroup(rectangles[index], parameters)
          groups[index] = group.encode(samples)
        }
      }
    }
    return groups.compactMap { $0 }
  }

  private static func decode<Sample: FixedWidthInteger & UnsignedInteger & Sendable>(
    _ groups: [Container.Group], _ parameters: LosslessParameters, threads: Int
  ) throws -> [Sample] {
    let rectangles = parameters.groups.rectangles
    let count = parameters.picture.sampleCount
    // Memory is touched group by group, so that a file that lies about its size fails before it costs any.
    return try [Sample](unsafeUninitializedCapacity: count) { samples, initialized in
      nonisolated(unsafe) let samples = samples
      try forEach(count: groups.count, threads: threads) { index in
        do {
          try LosslessGroup(rectangles[index], parameters).decode(groups[index], into: samples)
        } catch let error as CodecError {
          throw CodecError.corruptData("DATA: group \(index): \(error.message)")
        }
      }
      initialized = count
    }
  }
}
