import Bytes
import EntropyCoding
import ModelData
import Neural

/// The learned numbers of the codec of sounds for hearing. Immutable; shared by threads.
public final class HearingModel: Sendable {
  public let identity: ModelIdentity
  let spectra: SpectrumModel

  static let name = "hearing"

  /// The one that is built in. Throws `corruptData`.
  public static func builtIn() throws(CodecError) -> HearingModel {
    var count = 0
    let bytes = hearing_entropy(&count)
    return try HearingModel(Array(UnsafeBufferPointer(start: bytes, count: count)))
  }

  /// Reads a model file. Throws `corruptData`.
  public init(_ file: [UInt8]) throws(CodecError) {
    spectra = try SpectrumModel(SpectrumModel.Arrays(SafeTensors(bytes: file)), quantizers: .plain)
    identity = ModelIdentity(name: Self.name, file: file)
  }
}
