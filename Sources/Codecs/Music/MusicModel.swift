import Bytes
import EntropyCoding
import ModelData
import Neural

/// The learned numbers of the codec of music. Immutable; shared by threads.
public final class MusicModel: Sendable {
  public let identity: ModelIdentity
  let spectra: SpectrumModel
  /// What levels exceed the coefficients they stand for by, in steps, [2][4][8]: by quantizer, by magnitude, and by what lies
  /// around.
  let shares: [Float]

  static let name = "music"

  /// The one that is built in. Throws `corruptData`.
  public static func builtIn() throws(CodecError) -> MusicModel {
    var count = 0
    let bytes = music_entropy(&count)
    return try MusicModel(Array(UnsafeBufferPointer(start: bytes, count: count)))
  }

  /// Reads a model file. Throws `corruptData`.
  public init(_ file: [UInt8]) throws(CodecError) {
    let arrays = try SafeTensors(bytes: file)
    spectra = try SpectrumModel(SpectrumModel.Arrays(arrays), quantizers: .dependent)
    shares = try arrays.tensor("shares", shape: [2, 4, 8]).values
    guard shares.allSatisfy({ (-0.5...0.5).contains($0) }) else {
      throw .corruptData("model: shares of more than half a step")
    }
    identity = ModelIdentity(name: Self.name, file: file)
  }
}

extension ModelIdentity {
  /// Bytes of a digest.
  static let digestBytes = 16

  /// Of a model that is one file.
  init(name: String, file: [UInt8]) {
    var hash = SHA256()
    hash.update(file)
    self.init(name: name, digest: Array(hash.finalize().prefix(Self.digestBytes)))
  }
}

extension SpectrumModel.Arrays {
  /// Reads the arrays of a model file.
  init(_ file: SafeTensors) throws(CodecError) {
    self.init(
      odds: try file.integers("odds", of: Int8.self), sureness: try file.integers("sureness", of: UInt8.self),
      mixers: try file.integers("mixers", of: Int16.self),
      refined: try file.integers("refined", of: UInt16.self),
      flags: try file.integers("flags", of: UInt16.self), taps: try file.integers("taps", of: Int16.self))
  }
}
