import Bytes
import Container

/// Coded groups in memory, until a file is made of them.
final class MemoryScratch: ContainerWriter.Scratch {
  private var memory: [UInt8] = []
  private var position = 0

  var byteCount: Int? { memory.count }
  var isSeekable: Bool { true }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(CodecError) -> Int {
    let count = min(buffer.count, memory.count - position)
    buffer.copyBytes(from: memory[position..<position + count])
    position += count
    return count
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(CodecError) {
    let overlap = min(bytes.count, memory.count - position)
    memory.replaceSubrange(position..<position + overlap, with: bytes)
    position += bytes.count
  }

  func seek(to offset: Int) throws(CodecError) {
    guard (0...memory.count).contains(offset) else { throw .inputOutput("no byte \(offset)") }
    position = offset
  }
}
