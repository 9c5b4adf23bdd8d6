/// A file in memory, as it is written.
public final class MemorySink: ByteSink {
  public private(set) var bytes: [UInt8] = []
  public let isSeekable: Bool
  private var position = 0

  /// - Parameter isSeekable: false to be written like a pipe.
  public init(isSeekable: Bool = true) { self.isSeekable = isSeekable }

  public func write(_ new: UnsafeRawBufferPointer) throws(CodecError) {
    let overlap = min(new.count, bytes.count - position)
    bytes.replaceSubrange(position..<position + overlap, with: new)
    position += new.count
  }

  public func seek(to offset: Int) throws(CodecError) {
    precondition(isSeekable, "a pipe does not seek")
    guard (0...bytes.count).contains(offset) else { throw .inputOutput("no byte \(offset)") }
    position = offset
  }
}
