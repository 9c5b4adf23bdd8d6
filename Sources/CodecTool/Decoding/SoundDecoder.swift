import Bytes
import Codecs
import Media

/// `.cdc` files to sounds, as the command line says.
struct SoundDecoder {
  let format: any AudioFormat
  /// The part to decode; nil: all.
  let span: TimeSpan?
  let toleratesDamage: Bool
  /// Of a consistency model; nil: as the file says.
  let refinement: Refinement?
  let threads: Int

  func decode(_ source: any ByteSource) throws -> PendingOutput {
    let reader = try SoundFileReader(
      source, threads: threads, toleratesDamage: toleratesDamage, refinement: refinement
    ) { [span] summary in
      span?.frames(rate: summary.properties.sampleRate, count: summary.frameCount)
    }
    let summary = reader.summary
    let total = reader.frameCount ?? 0
    return PendingOutput(seeks: !format.writesStreams) { [format] sink, report in
      let writer = try format.writer(
        sink, reader.properties, metadata: reader.metadata, frameCount: reader.frameCount)
      var done = 0
      while let piece = try reader.read(upTo: type(of: reader).usualPiece) {
        try writer.write(piece)
        done += piece.frameCount
        report(Double(done) / Double(total))
      }
      try writer.finish()
      return Conversion(
        codedBytes: summary.fileBytes, medium: .sound(summary.properties, frameCount: summary.frameCount),
        model: summary.identity, step: nil,
        losses: Losses(reader.damage, sampleRate: summary.properties.sampleRate))
    }
  }
}
