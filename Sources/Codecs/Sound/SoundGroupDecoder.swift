import Bytes
import Container
import Media

/// Groups of a file to sound, whatever its codec is.
protocol SoundGroupDecoding: AnyObject {
  /// Groups that were damaged, where that is no error.
  var lost: Set<Int> { get }
  /// Some frames from a place on, at least one and none from `end` on, in the sample type of the sound. Places only rise
  /// from call to call, and frames that were given are not asked for again.
  /// - Throws: `corruptData`, `inputOutput`.
  func sound(from position: Int, upTo end: Int, threads: Int) throws(CodecError) -> AudioBuffer
}

/// Decodes groups in order, with the latents of their neighbours where the codec needs them.
final class SoundGroupDecoder<Codec: GroupedSoundCodec>: SoundGroupDecoding {
  private let codec: Codec
  private let container: ContainerReader
  private let parameters: SoundParameters
  private let toleratesDamage: Bool
  /// Latents of groups that may be needed once more.
  private var known: [Int: Codec.Latents] = [:]
  private(set) var lost: Set<Int> = []

  init(codec: Codec, container: ContainerReader, parameters: SoundParameters, toleratesDamage: Bool) {
    (self.codec, self.container, self.parameters) = (codec, container, parameters)
    self.toleratesDamage = toleratesDamage
  }

  func sound(from position: Int, upTo end: Int, threads: Int) throws(CodecError) -> AudioBuffer {
    let groups = parameters.groups(of: position..<end).prefix(threads)
    let sound = try sound(of: groups, threads: threads)
    let start = parameters.frames(of: groups.lowerBound).lowerBound
    return sound[position - start..<min(sound.frameCount, end - start)]
  }

  private func sound(of groups: Range<Int>, threads: Int) throws(CodecError) -> AudioBuffer {
    let reach = codec.margin > 0 ? 1 : 0
    let needed = max(0, groups.lowerBound - reach)..<min(groups.upperBound + reach, parameters.groupCount)
    known = known.filter { needed.contains($0.key) }
    do {
      try readLatents(of: needed.filter { known[$0] == nil && !lost.contains($0) }, threads: threads)
      var pieces = [AudioBuffer?](repeating: nil, count: groups.count)
      try pieces.withUnsafeMutableBufferPointer { pieces in
        // Every group has its own place.
        nonisolated(unsafe) let pieces = pieces
        let known = known
        try forEach(count: groups.count, threads: threads) { index in
          let group = groups.lowerBound + index
          let frames = parameters.frames(of: group).count
          guard let latents = known[group] else {
            pieces[index] = AudioBuffer(zeros: frames, parameters.properties)
            return
          }
          // Beside a lost group a sound begins or ends.
          pieces[index] = codec.synthesize(
            latents, before: known[group - 1], after: known[group + 1], frames: frames
          ).converted(to: parameters.properties)
        }
      }
      return AudioBuffer(joining: pieces.compactMap { $0 }, properties: parameters.properties)
    } catch let error as CodecError {
      throw error
    } catch {
      throw .inputOutput("\(error)")
    }
  }

  private func readLatents(of groups: [Int], threads: Int) throws {
    var coded: [Container.Group?] = []
    for group in groups { try coded.append(container.group(group, orNil: toleratesDamage)) }
    var latents = [Codec.Latents?](repeating: nil, count: groups.count)
    try latents.withUnsafeMutableBufferPointer { latents in
      // Every group has its own place.
      nonisolated(unsafe) let latents = latents
      try forEach(count: groups.count, threads: threads) { index in
        guard let group = coded[index] else { return }
        do {
          latents[index] = try codec.read(group, frames: parameters.frames(of: groups[index]).count)
        } catch let error as CodecError {
          if toleratesDamage { return }
          throw CodecError.corruptData("DATA: group \(groups[index]): \(error.message)")
        }
      }
    }
    for (group, latents) in zip(groups, latents) {
      known[group] = latents
      if latents == nil { lost.insert(group) }
    }
  }
}

extension ContainerReader {
  /// One group; nil for a damaged one where that is no error.
  func group(_ index: Int, orNil: Bool) throws(CodecError) -> Container.Group? {
    do throws(CodecError) {
      return try group(index)
    } catch {
      guard orNil, case .corruptData = error else { throw error }
      return nil
    }
  }
}

extension AudioBuffer {
  /// In the sample type of `properties`: floats are rounded to integers and cut at full scale.
  func converted(to properties: AudioProperties) -> AudioBuffer {
    guard case .floats(let values) = samples, case .integer(let bits) = properties.sampleType else {
      return AudioBuffer(properties, samples)
    }
    // Products with a power of two are exact, and a Double holds all integers of 32 bits.
    let scale = Double(properties.sampleType.fullScale)
    let largest = Int32.max >> Int32(32 - bits)
    let integers = values.map { value in
      Int32(max(-scale, min((Double(value) * scale).rounded(.toNearestOrEven), Double(largest))))
    }
    return AudioBuffer(properties, .integers(integers))
  }
}
