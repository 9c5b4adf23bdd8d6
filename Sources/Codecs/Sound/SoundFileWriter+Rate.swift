import Bytes
import Container
import Media

extension SoundFileWriter {
  /// Groups that tell the rate of a long sound; a shorter one is tried as a whole.
  private static let sampledGroups = 6
  /// How near the search comes to a rate, as a share of it: first in one group, then in all that are tried.
  private static let (roughly, nearly) = (0.04, 0.006)
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
    let sample = try SoundSample(open(), codec: codec, most: sampledGroups)
    let bytesPerFrame = kbps * 1000 / 8 / Double(sample.sampleRate)
    var (step, known) = try sample.step(
      bytesPerFrame: bytesPerFrame, roughly: roughly, nearly: nearly, threads: threads)
    var whole = RateSearch(
      target: max(bytesPerFrame * Double(sample.frameCount), 1), steps: Codec.steps, first: step)
    for attempt in 1... {
      let reader = try open()
      let container = ContainerWriter(scratch: try scratch())
      let codec = codec.with(step: step)
      var count = sample.frameCount
      if let groups = known, !verifies {
        for group in groups { try container.append(group) }
        // What comes behind the samples has to be read, too.
        while try reader.read(upTo: codec.groupFrames) != nil {}
      } else {
        count = try code(
          reader, codec: codec, into: container, threads: threads, verifies: verifies, progress: progress)
      }
      whole.add(step: step, size: Double(container.fileBytes))
      guard known == nil, whole.error > largestError, attempt < 3 else {
        return try finish(container, reader, codec: codec, frameCount: count, to: sink)
      }
      step = whole.next
      known = nil
    }
    preconditionFailure("the last try is taken as it is")
  }
}
