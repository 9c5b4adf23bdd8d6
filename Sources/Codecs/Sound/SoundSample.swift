import Bytes
import Container
import Media

/// Some groups of a sound, spread evenly, by which its rate is found; all of a short one.
struct SoundSample<Codec: SteppedSoundCodec> {
  let sampleRate: Int
  /// Of the whole sound.
  let frameCount: Int
  private let codec: Codec
  private let blocks: [SoundWindow.Block]
  /// Whether the blocks are all there are.
  private let isWhole: Bool

  /// Reads a sound to its end.
  /// - Parameter most: groups that are kept.
  init(_ reader: any AudioReader, codec: Codec, most: Int) throws(CodecError) {
    // Every `stride`-th group is kept; twice as many apart whenever they become too many.
    var stride = 1
    var blocks: [SoundWindow.Block] = []
    var window = try SoundWindow(reader, groupFrames: codec.groupFrames, margin: codec.margin)
    var index = 0
    while let block = try window.next() {
      if index % stride == 0 { blocks.append(block) }
      if blocks.count > most {
        stride *= 2
        blocks = blocks.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
      }
      index += 1
    }
    (self.codec, self.blocks, isWhole) = (codec, blocks, stride == 1)
    (sampleRate, frameCount) = (reader.properties.sampleRate, window.frameCount)
  }

  /// The step of a rate, and the groups of the sound under it if all of them were tried.
  /// - Parameters:
  ///   - roughly: the error of the rate where the search in one group ends, as a share.
  ///   - nearly: the same of the search in all groups.
  func step(
    bytesPerFrame: Double, roughly: Double, nearly: Double, threads: Int
  ) throws -> (step: Float, groups: [Container.Group]?) {
    guard !blocks.isEmpty else { return (Codec.steps.upperBound, []) }
    let overhead = Double(ContainerWriter.usualOverhead)
    var first: Float?
    if blocks.count > 1 {
      let block = blocks[blocks.count / 2]
      var search = RateSearch(
        target: max(bytesPerFrame * Double(block.frames), 1), steps: Codec.steps)
      while search.error > roughly, search.tries < 7 {
        let step = search.next
        search.add(step: step, size: Double(bytes(of: try groups([block], step: step, threads: 1))))
      }
      first = search.best
    }
    let frames = blocks.reduce(0) { $0 + $1.frames }
    // The head of the file counts as it does in the whole of it.
    let head = overhead * Double(frames) / Double(frameCount)
    var search = RateSearch(
      target: max(bytesPerFrame * Double(frames), 1), steps: Codec.steps, first: first)
    var best: (error: Double, groups: [Container.Group]) = (.infinity, [])
    while search.error > nearly, search.tries < 8 {
      let step = search.next
      let groups = try groups(blocks, step: step, threads: threads)
      search.add(step: step, size: Double(bytes(of: groups)) + head)
      if search.error < best.error { best = (search.error, groups) }
    }
    return (search.best ?? search.next, isWhole ? best.groups : nil)
  }

  private func groups(
    _ blocks: [SoundWindow.Block], step: Float, threads: Int
  ) throws -> [Container.Group] {
    try SoundFileWriter.groups(of: blocks, codec: codec.with(step: step), threads: threads, verifies: false)
  }

  private func bytes(of groups: [Container.Group]) -> Int {
    groups.reduce(0) { $0 + $1.payload.count + ContainerWriter.bytesPerGroup }
  }
}
