import Bytes
import CZlib
import Tables

/// Files made here, without the module's own writers.
enum TableFiles {
  static func idx(type: UInt8 = 8, _ dimensions: [Int], _ values: [UInt8]) -> [UInt8] {
    [0, 0, type, UInt8(dimensions.count)] + dimensions.flatMap(bigEndian) + values
  }

  static func npy(_ dictionary: String, _ values: [UInt8], version: UInt8 = 1) -> [UInt8] {
    var writer = ByteWriter()
    writer.write([0x93] + Array("NUMPY".utf8) + [version, 0])
    if version == 1 {
      writer.write(UInt16(dictionary.utf8.count))
    } else {
      writer.write(UInt32(dictionary.utf8.count))
    }
    writer.write(dictionary.utf8)
    writer.write(values)
    return writer.bytes
  }

  static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// One member of gzip.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    precondition(deflateInit2_(&stream, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK)
    defer { deflateEnd(&stream) }
    var result = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
    var source = bytes
    let count = result.withUnsafeMutableBufferPointer { result in
      source.withUnsafeMutableBufferPointer { source in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = result.baseAddress
        stream.avail_out = UInt32(result.count)
        precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
        return result.count - Int(stream.avail_out)
      }
    }
    return Array(result[..<count])
  }

  /// The error of reading, or nil.
  static func error(_ bytes: [UInt8], limits: TableLimits = .standard) -> CodecError? {
    do throws(CodecError) {
      _ = try TableFormats.read(bytes, limits: limits)
      return nil
    } catch {
      return error
    }
  }
}

extension CodecError? {
  var isCorruptData: Bool { if case .corruptData = self { true } else { false } }
  var isUnsupported: Bool { if case .unsupported = self { true } else { false } }
  var isLimitExceeded: Bool { if case .limitExceeded = self { true } else { false } }
}
