import Bytes
import Container
import Media

/// A codec of sounds, as their files see it: groups of frames that are written apart.
///
/// A value is made for the properties of one sound. Between `analyze` and `write`, and between `read` and `synthesize`,
/// there are integers: what is float stays on the side of the sound.
public protocol SoundCodec: Sendable {
  /// The integers of one group: everything that is written of it.
  associatedtype Latents: Equatable, Sendable

  /// Name and digest of what decoding needs; a digest of zeros where no model is needed.
  var identity: ModelIdentity { get }
  /// What the codec itself needs to know of the file, at most 128 bytes.
  var parameters: [UInt8] { get }
  /// Frames of a group, at least `margin`; the last one may have fewer.
  var groupFrames: Int { get }
  /// Frames on either side of a group that its analysis looks at. Where it is 0, a `GroupedSoundCodec` needs no neighbours
  /// to synthesize.
  var margin: Int { get }

  /// - Parameters:
  ///   - sound: `margin + frames + margin` frames; zeros beyond the ends of the sound.
  ///   - frames: of the group, at least 1.
  func analyze(_ sound: AudioBuffer, frames: Int) throws(CodecError) -> Latents

  func write(_ latents: Latents) -> Container.Group

  /// The inverse of `write`. Throws `corruptData`.
  func read(_ group: Container.Group, frames: Int) throws(CodecError) -> Latents
}

/// A codec of sounds whose groups become sound each by itself, given its neighbours.
public protocol GroupedSoundCodec: SoundCodec {
  /// The frames of a group. Floats, or integers of the sound's own type.
  /// - Parameters:
  ///   - before: of the group before, nil for the first one. `after` likewise.
  func synthesize(_ latents: Latents, before: Latents?, after: Latents?, frames: Int) -> AudioBuffer
}
