/// A codec of sounds of which a step decides rate and fidelity.
public protocol SteppedSoundCodec: SoundCodec {
  /// Steps that files can have, over full scale.
  static var steps: ClosedRange<Float> { get }
  /// The step of the standard quality.
  static var usualStep: Float { get }

  /// The same codec with another step.
  func with(step: Float) -> Self
}
