import Bytes
import Container

/// A temporary file that is written, and then read.
final class ScratchFile: ContainerWriter.Scratch {
  let isSeekable = true
  private let source: FileSource
  private let sink: FileSink

  /// - Throws: `inputOutput`.
  init() throws(ToolError) {
    let descriptor = try TemporaryFile.open()
    source = FileSource(temporary: descriptor, name: "temporary file")
    sink = FileSink(descriptor, isSeekable: true)
  }

  /// It is read to its end.
  var byteCount: Int? { nil }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(CodecError) -> Int {
    try source.read(into: buffer)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(CodecError) { try sink.write(bytes) }

  func seek(to offset: Int) throws(CodecError) { try source.seek(to: offset) }
}
