/// Where the bytes of a file go, for writers that do not have it in memory as a whole.
public protocol ByteSink: AnyObject {
  /// Whether `seek` works: some formats need it to complete their header, all can do it for one.
  var isSeekable: Bool { get }

  /// Writes everything at the position and moves behind it.
  /// - Throws: `inputOutput`.
  func write(_ bytes: UnsafeRawBufferPointer) throws(CodecError)

  /// Moves to a byte that was written already, counted from the start, or behind the last.
  /// - Throws: `inputOutput`.
  func seek(to offset: Int) throws(CodecError)
}

extension ByteSink {
  public func write(_ bytes: some RandomAccessCollection<UInt8>) throws(CodecError) {
    try Array(bytes).withUnsafeBufferPointer { (buffer) throws(CodecError) -> Void in
      try write(UnsafeRawBufferPointer(buffer))
    }
  }
}
