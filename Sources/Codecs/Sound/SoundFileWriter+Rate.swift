import Bytes
import Container
import Media

extension SoundFileWriter {
  /// Groups that tell the rate of a long sound; a shorter one is tried as a whole.
  private static let sampledGroups = 12
  /// The search ends when the rate is as near, as a share of it.
  private static let tolerance = 0.005
  /// What the whole file may be off; it is made anew where it is more, as the samples of a long sound may mislead.
  private static let largestError = 0.015

  /// Writes a sound as a file of a given rate, as near as steps allow.
  ///
  /// - Parameters:
  ///   - kbps: thousands of bits a second, of the whole file.
  ///   - open: a reader of the sound from its start; called more than once.
  ///   - scratch: where coded groups wait; called once for every try.
  /// - Throws: as `write(_:codec:…)`.
  public static func write<Codec: SteppedSoundCodec>(
    kbps: Double, codec: Codec, open: () throws -> any AudioReader,
    scratch: () throws -> any ContainerWriter.Scratch, to sink: any ByteSink, threads: Int = 1,
    verifies: Bool = false, progress: (Int) -> Void = { _ in }
  ) throws -> Summary {
    let (blocks, frames) = try sample(open(), codec: codec)
    let share = Double(blocks.reduce(0) { $0 + $1.frames }) / Double(max(frames, 1))
    let rate = try open().properties.sampleRate
    let target = kbps * 1000 / 8 * Double(frames) / Double(rate)
    var search = RateSearch(target: max(target, 1), steps: Codec.steps)
    var tries = 0
    while frames > 0, search.error > tolerance, tries < 8 {
      let step = search.next
      let groups = try groups(of: blocks, codec: codec.with(step: step), threads: threads, verifies: false)
      let bytes = groups.reduce(0) { $0 + $1.payload.count + ContainerWriter.bytesPerGroup }
      search.add(step: step, size: Double(bytes) / share + Double(ContainerWriter.usualOverhead))
      tries += 1
    }
    var whole = RateSearch(target: max(target, 1), steps: Codec.steps)
    var step = search.best ?? search.next
    for attempt in 1... {
      let reader = try open()
      let container = ContainerWriter(scratch: try scratch())
      let codec = codec.with(step: step)
      let count = try code(
        reader, codec: codec, into: container, threads: threads, verifies: verifies, progress: progress)
      whole.add(step: step, size: Double(container.fileBytes))
      guard blocks.count < container.groupCount, whole.error > largestError, attempt < 3 else {
        return try finish(container, reader, codec: codec, frameCount: count, to: sink)
      }
      step = whole.next
    }
    preconditionFailure("the last try is taken as it is")
  }

  /// Some groups of a sound, spread evenly, and its frames in all.
  private static func sample(
    _ reader: any AudioReader, codec: some SoundCodec
  ) throws -> (blocks: [SoundWindow.Block], frames: Int) {
    // Every `stride`-th group is kept; twice as many apart whenever they become too many.
    var stride = 1
    var blocks: [SoundWindow.Block] = []
    var window = try SoundWindow(reader, groupFrames: codec.groupFrames, margin: codec.margin)
    var index = 0
    while let block = try window.next() {
      if index % stride == 0 { blocks.append(block) }
      if blocks.count > sampledGroups {
        stride *= 2
        blocks = blocks.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
      }
      index += 1
    }
    return (blocks, window.frameCount)
  }
}
