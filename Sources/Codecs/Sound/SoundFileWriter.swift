import Bytes
import Container
import Media

/// Sounds to `.cdc` files, group by group: memory does not grow with the length of the sound.
public enum SoundFileWriter {
  /// What was written.
  public struct Summary: Equatable, Sendable {
    public let identity: ModelIdentity
    public let properties: AudioProperties
    public let frameCount: Int
    public let fileBytes: Int
  }

  /// Reads a sound to its end and writes it as a file. The same bytes at any number of threads.
  ///
  /// - Parameters:
  ///   - verifies: whether every group is read back.
  ///   - scratch: where coded groups wait until all are there.
  ///   - progress: told the frames that are done, now and then.
  /// - Throws: what the reader throws; `limitExceeded` for what one file cannot hold, `corruptData` when a group does not
  ///   read back, `inputOutput`.
  public static func write(
    _ reader: any AudioReader, codec: some SoundCodec, scratch: any ContainerWriter.Scratch,
    to sink: any ByteSink, threads: Int = 1, verifies: Bool = false, progress: (Int) -> Void = { _ in }
  ) throws -> Summary {
    let container = ContainerWriter(scratch: scratch)
    let count = try code(
      reader, codec: codec, into: container, threads: threads, verifies: verifies, progress: progress)
    return try finish(container, reader, codec: codec, frameCount: count, to: sink)
  }

  /// Codes a sound to its end, and returns its frames.
  static func code(
    _ reader: any AudioReader, codec: some SoundCodec, into container: ContainerWriter, threads: Int,
    verifies: Bool, progress: (Int) -> Void
  ) throws -> Int {
    var window = try SoundWindow(reader, groupFrames: codec.groupFrames, margin: codec.margin)
    while true {
      var blocks: [SoundWindow.Block] = []
      while blocks.count < threads, let block = try window.next() { blocks.append(block) }
      if blocks.isEmpty { return window.frameCount }
      let groups = try groups(of: blocks, codec: codec, threads: threads, verifies: verifies)
      for group in groups { try container.append(group) }
      progress(window.frameCount)
    }
  }

  /// Writes the file of groups that are all there.
  static func finish(
    _ container: ContainerWriter, _ reader: any AudioReader, codec: some SoundCodec, frameCount: Int,
    to sink: any ByteSink
  ) throws -> Summary {
    let parameters = SoundParameters(
      reader.properties, frameCount: frameCount, groupFrames: codec.groupFrames, codec: codec.parameters)
    let header = Container.Header(
      codec: codec.identity.name, modelDigest: codec.identity.digest, parameters: parameters.serialized())
    let bytes = try container.finish(
      header: header, optionalChunks: reader.metadata.containerChunks, to: sink)
    return Summary(
      identity: codec.identity, properties: reader.properties, frameCount: frameCount, fileBytes: bytes)
  }

  static func groups(
    of blocks: [SoundWindow.Block], codec: some SoundCodec, threads: Int, verifies: Bool
  ) throws -> [Container.Group] {
    var groups = [Container.Group?](repeating: nil, count: blocks.count)
    try groups.withUnsafeMutableBufferPointer { groups in
      // Every block has its own place.
      nonisolated(unsafe) let groups = groups
      try forEach(count: blocks.count, threads: threads) { index in
        let block = blocks[index]
        let latents = try codec.analyze(block.sound, frames: block.frames)
        let group = codec.write(latents)
        if verifies {
          guard try codec.read(group, frames: block.frames) == latents else {
            throw CodecError.corruptData("verification failed: a group does not read back as it was made")
          }
        }
        groups[index] = group
      }
    }
    return groups.compactMap { $0 }
  }
}
