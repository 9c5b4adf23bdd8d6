import Bytes
import Container
import EntropyCoding

/// The bytes of a group: FORMAT.md, "Sound: consistency".
enum ConsistencyGroup {
  private static let form: UInt8 = 0
  /// Bits of a pair.
  private static let monoFlag: UInt8 = 1

  static func write(
    _ latents: ConsistencyLatents, levels: SummaryLevels, model: SummaryModel, waveform: WaveformLayer?
  ) -> Container.Group {
    var writer = ByteWriter()
    writer.write(form)
    var state: UInt32 = 0
    for (index, pair) in latents.pairs.enumerated() {
      var encoder = SummaryEncoder(model, levels: levels, hasSide: !pair.isMono)
      for chunk in pair.chunks { encoder.encode(chunk) }
      state ^= encoder.state
      var parts = [encoder.finish()]
      if let waveform {
        let coded = waveform.write(pair.waveform)
        state ^= coded.state
        parts.append(coded.bytes)
      }
      writer.write(pair.isMono ? monoFlag : 0)
      for start in stride(from: 0, to: pair.chunks.count, by: BandGains.chunks) {
        writer.write(pair.gains(of: start).map { UInt8(bitPattern: $0) })
      }
      for (place, part) in parts.enumerated() {
        let isLast = index + 1 == latents.pairs.count && place + 1 == parts.count
        if !isLast { writer.write(UInt32(part.count)) }
        writer.write(part)
      }
    }
    return Container.Group(payload: writer.bytes, finalState: state)
  }

  private static func gains(_ reader: inout ByteReader) throws(CodecError) -> [Int8] {
    let gains = try reader.read(ChunkShape.bands, "gains of bands").map { Int8(bitPattern: $0) }
    guard let bad = gains.first(where: { !BandGains.range.contains(Int($0)) }) else { return gains }
    throw .corruptData("a gain of \(bad) half decibels")
  }

  /// - Parameters:
  ///   - chunks: of the group.
  ///   - channels: of the sound.
  static func read(
    _ group: Container.Group, chunks: Int, channels: Int, levels: SummaryLevels, model: SummaryModel,
    waveform: WaveformLayer?
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
      let gains = try (0..<BandGains.spans(of: chunks)).map { _ throws(CodecError) in try Self.gains(&reader)
      }
      func part(isLast: Bool) throws(CodecError) -> ArraySlice<UInt8> {
        let count = isLast ? reader.remaining : Int(try reader.read(UInt32.self, "bytes of a pair"))
        return try reader.read(count, "a pair")
      }
      let isLast = index + 1 == pairs.count
      let coded = try part(isLast: isLast && waveform == nil)
      var decoder = SummaryDecoder(model, levels: levels, hasSide: flags != monoFlag, bytes: coded)
      var read = ConsistencyLatents.Pair(chunks: [], gains: gains)
      for _ in 0..<chunks { read.chunks.append(try decoder.next()) }
      state ^= decoder.state
      if let waveform {
        let layer = try waveform.read(
          part(isLast: isLast), lines: flags == monoFlag ? 1 : 2, chunks: chunks)
        read.waveform = layer.lines
        state ^= layer.state
      }
      latents.pairs.append(read)
    }
    guard state == group.finalState else {
      throw .corruptData("the entropy decoder ended out of step with the encoder")
    }
    return latents
  }
}
