/// A file in memory, to be read.
public final class MemorySource: ByteSource {
  private let bytes: [UInt8]
  private let canSeek: Bool
  private var position = 0

  /// - Parameter canSeek: false to be read like a pipe.
  public init(_ bytes: [UInt8], canSeek: Bool = true) {
    self.bytes = bytes
    self.canSeek = canSeek
  }

  public var byteCount: Int? { canSeek ? bytes.count : nil }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(CodecError) -> Int {
    let count = min(buffer.count, bytes.count - position)
    bytes[position..<position + count].withUnsafeBytes { buffer.copyMemory(from: $0) }
    position += count
    return count
  }

  public func seek(to offset: Int) throws(CodecError) {
    precondition(canSeek, "a pipe does not seek")
    guard (0...bytes.count).contains(offset) else { throw .inputOutput("no byte \(offset)") }
    position = offset
  }
}
