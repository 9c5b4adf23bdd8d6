import Bytes
import Container
import EntropyCoding

/// The bytes of a group: FORMAT.md, "Sound: consistency".
enum ConsistencyGroup {
  private static let form: UInt8 = 0
  /// Bits of a pair.
  private static let monoFlag: UInt8 = 1

  static func write(
    _ latents: ConsistencyLatents, levels: SummaryLevels, model: SummaryModel
  ) -> Container.Group {
    var writer = ByteWriter()
    writer.write(form)
    var state: UInt32 = 0
    for (index, pair) in latents.pairs.enumerated() {
      var encoder = SummaryEncoder(model, levels: levels, hasSide: !pair.isMono)
      for chunk in pair.chunks { encoder.encode(chunk) }
      state ^= encoder.state
      let coded = encoder.finish()
      writer.write(pair.isMono ? monoFlag : 0)
      if index + 1 < latents.pairs.count { writer.write(UInt32(coded.count)) }
      writer.write(coded)
    }
    return Container.Group(payload: writer.bytes, finalState: state)
  }

  /// - Parameters:
  ///   - chunks: of the group.
  ///   - channels: of the sound.
  static func read(
    _ group: Container.Group, chunks: Int, channels: Int, levels: SummaryLevels, model: SummaryModel
  ) throws(CodecError) -> ConsistencyLatents {
    var reader = ByteReader(group.payload)
    let form = try reader.read(UInt8.self, "form of the group")
    guard form == Self.form else { throw .unsupported("a group of form \(form)") }
    var latents = ConsistencyLatents(pairs: [])
    let pairs = MusicCodec.pairs(channels)
    var state: UInt32 = 0
    for (index, pair) in pairs.enumerated() {
      let flags = try reader.read(UInt8.self, "flags of a pair")
      guard flags <= monoFlag, flags == monoFlag || pair.count == 2 else {
        throw .corruptData("flags \(flags) of \(pair.count == 2 ? "a pair" : "a channel")")
      }
      let count =
        index + 1 < pairs.count
        ? Int(try reader.read(UInt32.self, "bytes of a pair")) : reader.remaining
      let coded = try reader.read(count, "a pair")
      var decoder = SummaryDecoder(model, levels: levels, hasSide: flags != monoFlag, bytes: coded)
      var read = ConsistencyLatents.Pair(chunks: [])
      for _ in 0..<chunks { read.chunks.append(try decoder.next()) }
      state ^= decoder.state
      latents.pairs.append(read)
    }
    guard state == group.finalState else {
      throw .corruptData("the entropy decoder ended out of step with the encoder")
    }
    return latents
  }
}
