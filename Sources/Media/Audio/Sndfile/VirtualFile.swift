import Bytes
import CSndfile

/// A source or sink as libsndfile sees it: callbacks over a pointer to this. Errors wait until the call is back.
final class VirtualFile {
  private let source: (any ByteSource)?
  private let sink: (any ByteSink)?
  private var length: Int
  /// Where libsndfile stands. It may ask for places that the file does not have.
  private var position = 0
  /// Where the source or sink stands.
  private var physical = 0
  private var failure: CodecError?

  /// - Precondition: the source can seek.
  init(_ source: any ByteSource) throws(CodecError) {
    guard let byteCount = source.byteCount else { preconditionFailure("a pipe does not seek") }
    (self.source, sink, length) = (source, nil, byteCount)
    try source.seek(to: 0)
  }

  /// - Precondition: the sink can seek.
  init(_ sink: any ByteSink) {
    precondition(sink.isSeekable, "a pipe does not seek")
    (source, self.sink, length) = (nil, sink, 0)
  }

  /// Throws the first error since the last call.
  func check() throws(CodecError) {
    defer { failure = nil }
    if let failure { throw failure }
  }

  static let callbacks = SF_VIRTUAL_IO(
    get_filelen: { sf_count_t(VirtualFile.from($0).length) },
    seek: { offset, whence, file in sf_count_t(VirtualFile.from(file).seek(offset, whence)) },
    read: { bytes, count, file in
      sf_count_t(VirtualFile.from(file).read(UnsafeMutableRawBufferPointer(start: bytes, count: Int(count))))
    },
    write: { bytes, count, file in
      sf_count_t(VirtualFile.from(file).write(UnsafeRawBufferPointer(start: bytes, count: Int(count))))
    },
    tell: { sf_count_t(VirtualFile.from($0).position) })

  private static func from(_ pointer: UnsafeMutableRawPointer?) -> VirtualFile {
    Unmanaged<VirtualFile>.fromOpaque(pointer!).takeUnretainedValue()
  }

  /// - Returns: the position after it; -1 when there cannot be such a place.
  private func seek(_ offset: sf_count_t, _ whence: Int32) -> Int {
    let origin = whence == 0 ? 0 : whence == 1 ? position : length
    let (target, overflow) = origin.addingReportingOverflow(Int(offset))
    guard !overflow, target >= 0 else { return -1 }
    position = target
    return target
  }

  private func read(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let source, failure == nil, position < length, !buffer.isEmpty else { return 0 }
    do throws(CodecError) {
      if physical != position { try source.seek(to: position) }
      let count = try source.fill(buffer)
      position += count
      physical = position
      return count
    } catch {
      failure = error
      return 0
    }
  }

  private func write(_ buffer: UnsafeRawBufferPointer) -> Int {
    guard let sink, failure == nil, !buffer.isEmpty else { return 0 }
    do throws(CodecError) {
      if physical != position { try sink.seek(to: position) }
      try sink.write(buffer)
      position += buffer.count
      physical = position
      length = max(length, position)
      return buffer.count
    } catch {
      failure = error
      return 0
    }
  }
}
