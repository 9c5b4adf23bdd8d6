import Bytes
import PNGShim

/// Portable Network Graphics (ISO/IEC 15948, third edition), through libpng.
///
/// Palettes are expanded to colours and grays of 1, 2 and 4 bits to 8; transparency becomes an alpha channel;
/// 16-bit samples stay. Written files are made for speed: one filter, light compression.
public struct PNGFormat: ImageFormat {
  public init() {}

  public var name: String { "PNG" }
  public var fileExtensions: [String] { ["png"] }

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  public func recognizes(_ bytes: [UInt8]) -> Bool { bytes.starts(with: Self.signature) }

  public func read(_ bytes: [UInt8], limits: Limits) throws(CodecError) -> Image {
    try bytes.withUnsafeBufferPointer { (source) throws(CodecError) -> Image in
      guard
        let reader = png_shim_reader_create(
          source.baseAddress, source.count, max(0, limits.metadataBytes))
      else { throw .inputOutput("PNG: out of memory") }
      defer { png_shim_reader_destroy(reader) }
      return try read(reader, fileBytes: source.count, limits: limits)
    }
  }

  private func read(_ reader: OpaquePointer, fileBytes: Int, limits: Limits) throws(CodecError) -> Image {
    var header = PNGShimHeader()
    try check(png_shim_reader_read_header(reader, &header), reader)
    let (width, height) = (Int(header.width), Int(header.height))
    guard let channels = Channels(rawValue: Int(header.channels)) else {
      throw .corruptData("PNG: \(header.channels) channels")
    }
    let count = try Image.sampleCount(width: width, height: height, channels: channels, limits: limits)
    // Deflate makes at most 1032 bytes of one: a size beyond that is a lie that needs no memory to expose.
    guard height <= fileBytes * 1032 / png_shim_reader_packed_row_bytes(reader) else {
      throw .corruptData("PNG: \(fileBytes) bytes are too few for \(width)x\(height) pixels")
    }

    var status = PNGShimStatus.fine
    let samples: Samples
    if header.depth == 16 {
      let values = [UInt16](unsafeUninitializedCapacity: count) { pixels, initialized in
        status = png_shim_reader_read_pixels(reader, pixels.baseAddress!, count * 2)
        initialized = status == .fine ? count : 0
      }
      samples = .sixteen(values)
    } else {
      let values = [UInt8](unsafeUninitializedCapacity: count) { pixels, initialized in
        status = png_shim_reader_read_pixels(reader, pixels.baseAddress!, count)
        initialized = status == .fine ? count : 0
      }
      samples = .eight(values)
    }
    try check(status, reader)
    let metadata = try Metadata(pngReader: reader)
    return Image(width: width, height: height, channels: channels, samples: samples, metadata: metadata)
  }

  public func write(_ image: Image) throws(CodecError) -> [UInt8] {
    guard let width = UInt32(exactly: image.width), let height = UInt32(exactly: image.height) else {
      throw .invalidParameter("PNG: \(image.width)x\(image.height) pixels are too many")
    }
    let chunks = try image.metadata.pngChunks()
    guard let writer = png_shim_writer_create() else { throw .inputOutput("PNG: out of memory") }
    defer { png_shim_writer_destroy(writer) }
    var status = PNGShimStatus.fine
    for (chunk, bytes) in chunks where status == .fine {
      status = png_shim_writer_set_chunk(writer, chunk, bytes, bytes.count)
    }
    if status == .fine {
      let header = PNGShimHeader(
        width: width, height: height, channels: UInt8(image.channels.rawValue), depth: UInt8(image.depth))
      switch image.samples {
      case .eight(let values): status = png_shim_writer_write(writer, header, values)
      case .sixteen(let values): status = png_shim_writer_write(writer, header, values)
      }
    }
    guard status == .fine else {
      throw .invalidParameter("PNG: " + String(cString: png_shim_writer_message(writer)))
    }
    let output = png_shim_writer_output(writer)
    return [UInt8](UnsafeBufferPointer(start: output.data, count: output.count))
  }

  private func check(_ status: PNGShimStatus, _ reader: OpaquePointer) throws(CodecError) {
    let message = { "PNG: " + String(cString: png_shim_reader_message(reader)) }
    switch status {
    case .fine: return
    case .invalid: throw .corruptData(message())
    case .overLimit: throw .limitExceeded(message())
    }
  }
}
