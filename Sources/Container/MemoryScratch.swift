import Bytes

/// Groups that wait in memory until their file is written.
public final class MemoryScratch: ContainerWriter.Scratch {
  public let isSeekable = true
  private var bytes: [UInt8] = []
  private var position = 0

  public init() {}

  public var byteCount: Int? { bytes.count }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(CodecError) -> Int {
    let count = min(buffer.count, bytes.count - position)
    bytes[position..<position + count].withUnsafeBytes { buffer.copyMemory(from: $0) }
    position += count
    return count
  }

  public func write(_ new: UnsafeRawBufferPointer) throws(CodecError) {
    bytes += new
    position = bytes.count
  }

  public func seek(to offset: Int) throws(CodecError) { position = min(offset, bytes.count) }
}
