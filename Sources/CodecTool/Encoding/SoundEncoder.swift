import Bytes
import Codecs
import Media

/// Sounds to `.cdc` files, as the command line says.
struct SoundEncoder {
  private let encoding: EncodingOptions
  private let threads: Int

  init(_ encoding: EncodingOptions, threads: Int) {
    (self.encoding, self.threads) = (encoding, threads)
  }

  func encode(_ input: BatchInput) throws -> PendingOutput {
    guard encoding.entropy == nil else { throw ToolError("is a sound; --entropy is for pictures", .usage) }
    let reader = try AudioInput.reader(input.source)
    let total = reader.frameCount
    let codec = try codec(for: reader)
    return PendingOutput { [threads, encoding] sink, report in
      let summary = try SoundFileWriter.write(
        reader, codec: codec, scratch: ScratchFile(), to: sink, threads: threads, verifies: encoding.verify
      ) { frames in
        if let total { report(Double(frames) / Double(total)) }
      }
      return Conversion(
        codedBytes: summary.fileBytes,
        medium: .sound(summary.properties, frameCount: summary.frameCount), model: summary.identity, step: nil
      )
    }
  }

  private func codec(for reader: any AudioReader) throws -> any SoundCodec {
    if encoding.lossless { return try SoundCodecs.lossless(reader.properties) }
    throw ToolError("sounds are coded --lossless only", .unsupported)
  }
}
