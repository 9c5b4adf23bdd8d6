import Bytes
import Container
import Media

/// The sound of a `.cdc` file, read as any sound file is: piece by piece, from a file or a stream, and from any frame on.
public final class SoundFileReader: AudioReader {
  /// What the file says of itself.
  public let summary: SoundFileSummary
  public let metadata: AudioMetadata
  public var properties: AudioProperties { parameters.properties }
  /// Frames of the span that is read.
  public var frameCount: Int? { span.count }

  /// A group that was damaged.
  public struct Damage: Equatable, Sendable {
    public let group: Int
    /// Its frames in the sound, which are silent.
    public let frames: Range<Int>
  }

  /// What was damaged of the groups that were needed so far, in order.
  public var damage: [Damage] {
    decoder.lost.sorted().map { Damage(group: $0, frames: parameters.frames(of: $0)) }
  }

  private let container: ContainerReader
  private let parameters: SoundParameters
  private let decoder: any SoundGroupDecoding
  private let threads: Int
  /// The frames to be read.
  private let span: Range<Int>
  /// The frame that comes next.
  private var position: Int
  /// Frames that are decoded and not read yet, the first of them next.
  private var ready: AudioBuffer?

  /// - Parameters:
  ///   - toleratesDamage: makes silence of groups that are damaged or missing, and tells them as `damage`.
  ///   - refinement: of the file of a consistency model; nil: as the file says.
  ///   - span: the frames to read, of what the file says of itself; nil for all. Of a source that can seek, only the groups
  ///     that they need are read.
  /// - Throws: `corruptData`, `limitExceeded`, `unsupported`, `missingModel`, `inputOutput`; `invalidParameter` for a span
  ///   that is not in the sound, or a refinement that the codec has not.
  public convenience init(
    _ source: any ByteSource, limits: Limits = .standard, threads: Int = 1, toleratesDamage: Bool = false,
    refinement: Refinement? = nil, span: (SoundFileSummary) -> Range<Int>? = { _ in nil }
  ) throws(CodecError) {
    try self.init(
      source, limits: limits, threads: threads,
      options: SoundDecodingOptions(toleratesDamage: toleratesDamage, refinement: refinement), span: span,
      codec: SoundCodecs.codec)
  }

  /// - Parameter codec: gives the codec of a file.
  init(
    _ source: any ByteSource, limits: Limits = .standard, threads: Int = 1,
    options: SoundDecodingOptions = SoundDecodingOptions(), span: (SoundFileSummary) -> Range<Int>?,
    codec: (ModelIdentity, SoundParameters) throws(CodecError) -> any DecodableSoundCodec
  ) throws(CodecError) {
    container = try ContainerReader(source, limits: limits, toleratesDamage: options.toleratesDamage)
    parameters = try SoundParameters(parsing: container.header.parameters, limits: limits)
    guard container.groupCount == parameters.groupCount else {
      throw .corruptData("GRPS: \(container.groupCount) groups, the sound has \(parameters.groupCount)")
    }
    summary = try SoundFileSummary(container, parameters)
    metadata = AudioMetadata(container.optionalChunks)
    let all = 0..<parameters.frameCount
    let span = span(summary) ?? all
    guard all.contains(span.lowerBound) || span == all, span.upperBound <= all.upperBound else {
      throw .invalidParameter("the span is not in the sound, which has \(summary.seconds) seconds")
    }
    self.span = span
    position = span.lowerBound
    self.threads = threads
    decoder = try codec(summary.identity, parameters).decoding(container, parameters, options)
  }

  /// Throws as `init` does; with tolerance of damage `corruptData` at the end when no group of the span was whole.
  public func read(upTo frameCount: Int) throws(CodecError) -> AudioBuffer? {
    precondition(frameCount >= 1, "at least one frame")
    guard position < span.upperBound else {
      // All groups of a whole sound were read by now: what follows them has to be right, too.
      try container.finish()
      guard span.isEmpty || !parameters.groups(of: span).allSatisfy(decoder.lost.contains) else {
        throw .corruptData("DATA: nothing is left of any group")
      }
      return nil
    }
    if ready == nil {
      ready = try decoder.sound(from: position, upTo: span.upperBound, threads: threads)
    }
    guard let ready else { return nil }
    let count = min(frameCount, ready.frameCount)
    self.ready = count < ready.frameCount ? ready[count..<ready.frameCount] : nil
    position += count
    return ready[0..<count]
  }
}
