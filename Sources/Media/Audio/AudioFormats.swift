import Bytes

/// The sound formats there are. A new one is one file that conforms to `AudioFormat` and one line here.
public enum AudioFormats {
  /// In the order in which they are asked to recognise bytes.
  public static let all: [any AudioFormat] = [WAVFormat(), FLACFormat(), AIFFFormat(), OggFormat()]

  /// As many bytes tell every format.
  public static let headBytes = 64

  /// The first format that recognises the first bytes of a file.
  public static func recognizing(_ head: [UInt8]) -> (any AudioFormat)? {
    all.first { $0.recognizes(head) }
  }

  /// The format of a file name extension, in any case, without the dot.
  public static func named(byExtension fileExtension: String) -> (any AudioFormat)? {
    let wanted = fileExtension.lowercased()
    return all.first { $0.fileExtensions.contains(wanted) }
  }

  /// A reader of a file in any format of the table.
  /// - Throws: `unsupported` when no format recognises the bytes, or the format cannot be read from a source that
  ///   does not seek; else what the format's `reader` throws.
  public static func reader(
    _ source: any ByteSource, limits: Limits = .standard
  ) throws(CodecError) -> any AudioReader {
    let head = try source.bytes(headBytes)
    guard let format = recognizing(head) else {
      throw .unsupported("not a sound in \(all.map(\.name).joined(separator: ", "))")
    }
    if source.byteCount != nil {
      try source.seek(to: 0)
      return try format.reader(source, limits: limits)
    }
    guard format.readsStreams else {
      throw .unsupported("\(format.name) is read from files, not from streams")
    }
    return try format.reader(ReplayedSource(head: head, rest: source), limits: limits)
  }

  /// The sound of a whole file in any format of the table.
  public static func read(
    _ bytes: [UInt8], limits: Limits = .standard
  ) throws(CodecError) -> (sound: AudioBuffer, metadata: AudioMetadata) {
    let reader = try reader(MemorySource(bytes), limits: limits)
    let sound = try reader.readAll(limits: limits)
    return (sound, reader.metadata)
  }
}

extension AudioFormat {
  /// A whole file of a sound in memory.
  /// - Throws: what `writer` throws.
  public func write(_ sound: AudioBuffer, metadata: AudioMetadata = AudioMetadata()) throws(CodecError)
    -> [UInt8]
  {
    let sink = MemorySink()
    let writer = try writer(sink, sound.properties, metadata: metadata, frameCount: sound.frameCount)
    try writer.write(sound)
    try writer.finish()
    return sink.bytes
  }
}
