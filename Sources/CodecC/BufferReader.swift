import Bytes
import Media

/// A sound in memory, read as a file is.
final class BufferReader: AudioReader {
  let properties: AudioProperties
  let metadata = AudioMetadata()
  var frameCount: Int? { sound.frameCount }
  private let sound: AudioBuffer
  private var position = 0

  /// Throws `invalidParameter` for a sample that is not finite, or takes more bits than it has.
  init(_ sound: AudioBuffer) throws(CodecError) {
    switch sound.samples {
    case .floats(let values):
      guard values.allSatisfy(\.isFinite) else { throw .invalidParameter("a sample is not finite") }
    case .integers(let values):
      let bits = sound.properties.sampleType.bits
      let unused = Int32(32 - bits)
      guard values.allSatisfy({ ($0 << unused) >> unused == $0 }) else {
        throw .invalidParameter("a sample does not fit \(bits) bits")
      }
    }
    self.sound = sound
    properties = sound.properties
  }

  func read(upTo frameCount: Int) throws(CodecError) -> AudioBuffer? {
    guard position < sound.frameCount else { return nil }
    let start = position
    position = min(position + frameCount, sound.frameCount)
    return sound[start..<position]
  }
}
