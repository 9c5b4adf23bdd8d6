import Bytes
import Container
import Media

/// Groups of a file to sound, whatever its codec is.
protocol SoundGroupDecoding: AnyObject {
  /// The frames of some groups, in the sample type of the sound. Never of groups before those of an earlier call.
  /// - Throws: `corruptData`, `inputOutput`.
  func sound(of groups: Range<Int>, threads: Int) throws(CodecError) -> AudioBuffer
}

extension SoundCodec {
  func decoding(_ container: ContainerReader, _ parameters: SoundParameters) -> any SoundGroupDecoding {
    SoundGroupDecoder(codec: self, container: container, parameters: parameters)
  }
}

/// Decodes groups in order, with the latents of their neighbours where the codec needs them.
final class SoundGroupDecoder<Codec: SoundCodec>: SoundGroupDecoding {
  private let codec: Codec
  private let container: ContainerReader
  private let parameters: SoundParameters
  /// Latents of groups that may be needed once more.
  private var known: [Int: Codec.Latents] = [:]

  init(codec: Codec, container: ContainerReader, parameters: SoundParameters) {
    (self.codec, self.container, self.parameters) = (codec, container, parameters)
  }

  func sound(of groups: Range<Int>, threads: Int) throws(CodecError) -> AudioBuffer {
    let reach = codec.margin > 0 ? 1 : 0
    let needed = max(0, groups.lowerBound - reach)..<min(groups.upperBound + reach, parameters.groupCount)
    known = known.filter { needed.contains($0.key) }
    do {
      try readLatents(of: needed.filter { known[$0] == nil }, threads: threads)
      var pieces = [AudioBuffer?](repeating: nil, count: groups.count)
      try pieces.withUnsafeMutableBufferPointer { pieces in
        // Every group has its own place.
        nonisolated(unsafe) let pieces = pieces
        let known = known
        try forEach(count: groups.count, threads: threads) { index in
          let group = groups.lowerBound + index
          guard let latents = known[group] else { return }
          pieces[index] = codec.synthesize(
            latents, before: known[group - 1], after: known[group + 1],
            frames: parameters.frames(of: group).count
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
    var coded: [Container.Group] = []
    for group in groups { coded.append(try container.group(group)) }
    var latents = [Codec.Latents?](repeating: nil, count: groups.count)
    try latents.withUnsafeMutableBufferPointer { latents in
      // Every group has its own place.
      nonisolated(unsafe) let latents = latents
      try forEach(count: groups.count, threads: threads) { index in
        do {
          latents[index] = try codec.read(coded[index], frames: parameters.frames(of: groups[index]).count)
        } catch let error as CodecError {
          throw CodecError.corruptData("DATA: group \(groups[index]): \(error.message)")
        }
      }
    }
    for (group, latents) in zip(groups, latents) { known[group] = latents }
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
