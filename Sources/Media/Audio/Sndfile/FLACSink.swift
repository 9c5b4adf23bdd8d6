import Bytes

/// Puts comments and pictures into a FLAC file on its way out: libsndfile knows some texts only, and no pictures.
///
/// What comes in is `fLaC`, STREAMINFO, and blocks that are replaced by ours; then frames, which move by the
/// difference. At the end the encoder returns to STREAMINFO, whose place is the same.
final class FLACSink: ByteSink {
  private let sink: any ByteSink
  private let metadata: AudioMetadata
  /// What has come of the blocks; nil once they are out.
  private var head: [UInt8]? = []
  /// Bytes by which frames move.
  private var shift = 0

  /// `fLaC` and STREAMINFO with its header.
  private static let fixedBytes = 42

  init(_ sink: any ByteSink, metadata: AudioMetadata) {
    self.sink = sink
    self.metadata = metadata
  }

  var isSeekable: Bool { sink.isSeekable }

  func seek(to offset: Int) throws(CodecError) {
    precondition(head == nil, "blocks are written in order")
    try sink.seek(to: offset < Self.fixedBytes ? offset : offset + shift)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(CodecError) {
    guard var head else { return try sink.write(bytes) }
    head += bytes
    guard let (end, vendor) = Self.blocks(of: head) else {
      self.head = head
      return
    }
    self.head = nil
    let ours = try blocks(vendor: vendor)
    head[4] &= ~FLACMetadata.Block.last
    try sink.write(head[..<Self.fixedBytes] + ours + head[end...])
    shift = Self.fixedBytes + ours.count - end
  }

  /// Where the blocks end, and what made the file; nil while they are not whole.
  private static func blocks(of head: [UInt8]) -> (end: Int, vendor: ArraySlice<UInt8>)? {
    var vendor: ArraySlice<UInt8> = []
    var position = 4
    while head.count >= position + FLACMetadata.Block.headerBytes {
      let type = head[position]
      let size = head[position + 1..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      let body = position + FLACMetadata.Block.headerBytes
      position = body + size
      guard head.count >= position else { return nil }
      if type & ~FLACMetadata.Block.last == FLACMetadata.Block.comments {
        vendor = FLACMetadata.vendor(Array(head[body..<position]))
      }
      if type & FLACMetadata.Block.last != 0 { return (position, vendor) }
    }
    return nil
  }

  /// Our blocks with their headers, the last of them marked.
  private func blocks(vendor: ArraySlice<UInt8>) throws(CodecError) -> [UInt8] {
    guard metadata.pictures.allSatisfy(FLACMetadata.isPicture) else {
      throw .invalidParameter("FLAC: a picture is not the body of a PICTURE block")
    }
    let comments = try FLACMetadata.body(comments: metadata.tags, vendor: vendor)
    let blocks =
      metadata.pictures.map { (FLACMetadata.Block.picture, $0) } + [(FLACMetadata.Block.comments, comments)]
    var bytes: [UInt8] = []
    for (index, (type, body)) in blocks.enumerated() {
      guard body.count < 1 << 24 else { throw .invalidParameter("FLAC: metadata of \(body.count) bytes") }
      bytes.append(index == blocks.count - 1 ? type | FLACMetadata.Block.last : type)
      bytes += [16, 8, 0].map { UInt8(truncatingIfNeeded: body.count >> $0) }
      bytes += body
    }
    return bytes
  }
}
