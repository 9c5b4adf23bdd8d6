import Bytes
import Container
import Media

/// A codec of sounds whose groups are parts of a tensor of latents.
protocol LatentSoundCodec: DecodableSoundCodec {
  var properties: AudioProperties { get }
  var latentModel: any SoundLatentModel { get }
  /// Channels of the latents of a pair of channels of the sound, and the first of them, which are to learn from.
  var latentChannels: Int { get }
  var primaryLatentChannels: Int { get }
  /// What a symbol is multiplied with.
  var latentStep: Float { get }
  /// Columns in a second.
  var columnRate: Double { get }

  func latentColumns(of frames: Int) -> Int

  /// The symbols of a group, [pairs · latentChannels] rows.
  func latentRows(_ latents: Latents) -> [[Int16]]

  /// The inverse of `latentRows`.
  func latents(rows: [ArraySlice<Int16>]) -> Latents
}

extension LatentSoundCodec {
  /// Pairs of channels of the sound.
  var latentPairs: Int { (properties.channelCount + 1) / 2 }

  /// Columns of each group.
  func groupColumns(frameCount: Int) -> [Int] {
    stride(from: 0, to: frameCount, by: groupFrames).map {
      latentColumns(of: min(groupFrames, frameCount - $0))
    }
  }

  /// The symbols of a group of a file, row by row.
  func latentRows(
    _ group: Container.Group, frames: Int
  ) throws(CodecError) -> [[Int16]] {
    latentRows(try read(group, frames: frames))
  }

  /// The groups of a whole tensor.
  func groups(of tensor: SoundLatentTensor) -> [Container.Group] {
    let columns = tensor.shape[2]
    var first = 0
    return groupColumns(frameCount: tensor.frameCount).map { count in
      defer { first += count }
      return write(
        latents(
          rows: (0..<tensor.shape[0] * tensor.shape[1]).map { row in
            tensor.symbols[row * columns + first..<row * columns + first + count]
          }))
    }
  }
}
