import Bytes

/// A pipe whose first bytes were read already, to find its format, and come once more.
final class ReplayedSource: ByteSource {
  private let head: [UInt8]
  private let rest: any ByteSource
  private var position = 0

  init(head: [UInt8], rest: any ByteSource) {
    self.head = head
    self.rest = rest
  }

  var byteCount: Int? { nil }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(CodecError) -> Int {
    guard position < head.count else { return try rest.read(into: buffer) }
    let count = min(buffer.count, head.count - position)
    head[position..<position + count].withUnsafeBytes { buffer.copyMemory(from: $0) }
    position += count
    return count
  }

  func seek(to offset: Int) throws(CodecError) { preconditionFailure("a pipe does not seek") }
}
