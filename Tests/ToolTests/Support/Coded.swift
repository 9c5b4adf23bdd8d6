import Bytes
import Codecs
import Container
import Media

/// `.cdc` files made in this process.
enum Coded {
  /// A small picture with all kinds of metadata.
  static func file(of image: Image = .waves(17, 11)) throws -> [UInt8] {
    let model = try ModelStore.model(named: ModelStore.names[0])
    var metadata = Metadata()
    metadata.icc = [1, 2, 3, 4, 5]
    metadata.gamma = 45455
    let latents = try WaveletImageCodec(model: model).analyze(image, .init(step: 18, threads: 1))
    return try ImageFile(latents: latents, metadata: metadata).serialized(model: model, threads: 1)
  }

  /// The file with another header or other groups, and with right checksums.
  static func rebuilt(
    _ file: [UInt8], codec: String? = nil, digest: [UInt8]? = nil,
    parameters: (inout [UInt8]) -> Void = { _ in }, groups: (inout [Container.Group]) -> Void = { _ in }
  ) throws -> [UInt8] {
    let container = try Container(parsing: file)
    var newParameters = container.header.parameters
    parameters(&newParameters)
    var newGroups = container.groups
    groups(&newGroups)
    let header = Container.Header(
      codec: codec ?? container.header.codec, modelDigest: digest ?? container.header.modelDigest,
      parameters: newParameters)
    return Container(header: header, groups: newGroups, optionalChunks: container.optionalChunks).serialized()
  }

  /// Parameters begin with width and height, u32 each.
  static func claim(width: UInt32, height: UInt32, in parameters: inout [UInt8]) {
    for (index, value) in [width, height].enumerated() {
      for byte in 0..<4 {
        parameters[4 * index + byte] = UInt8(truncatingIfNeeded: value >> UInt32(8 * byte))
      }
    }
  }
}
