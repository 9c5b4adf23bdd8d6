import Bytes
import CZlib

/// Files of gzip (RFC 1952), read through zlib.
public enum Gzip {
  /// Whether bytes begin as gzip's do.
  public static func recognizes(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// The bytes inside, of all members one after the other.
  /// - Parameter limit: the most bytes that may come out; memory is taken as they come.
  /// - Throws: `corruptData` for a damaged or cut file and for bytes after it, `limitExceeded`.
  public static func unpack(_ bytes: [UInt8], limit: Int) throws(CodecError) -> [UInt8] {
    var stream = z_stream()
    // 15 bits of window, and 16: gzip alone.
    guard inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw .inputOutput("gzip: out of memory")
    }
    defer { inflateEnd(&stream) }
    var result: [UInt8] = []
    let status = bytes.withUnsafeBufferPointer { source in
      inflateAll(&stream, source, into: &result, limit: limit)
    }
    switch status {
    case Z_STREAM_END: return result
    case Z_BUF_ERROR where result.count > limit:
      throw .limitExceeded("gzip: more than \(limit) bytes inside")
    case Z_BUF_ERROR: throw .corruptData("gzip: the file is cut")
    default: throw .corruptData("gzip: " + (stream.msg.map { String(cString: $0) } ?? "damaged"))
    }
  }

  /// `Z_STREAM_END` when every member was whole. Stops with one piece more than the limit.
  private static func inflateAll(
    _ stream: inout z_stream, _ source: UnsafeBufferPointer<UInt8>, into result: inout [UInt8], limit: Int
  ) -> Int32 {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 16) { piece in
      var taken = 0
      while true {
        // The counters of zlib have 32 bits.
        let given = min(source.count - taken, 1 << 30)
        stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress.map { $0 + taken })
        stream.avail_in = UInt32(given)
        stream.next_out = piece.baseAddress
        stream.avail_out = UInt32(piece.count)
        let status = inflate(&stream, Z_NO_FLUSH)
        taken += given - Int(stream.avail_in)
        result += piece[..<(piece.count - Int(stream.avail_out))]
        if result.count > limit { return Z_BUF_ERROR }
        switch status {
        case Z_OK: continue
        case Z_STREAM_END where taken < source.count: inflateReset(&stream)
        default: return status
        }
      }
    }
  }
}
