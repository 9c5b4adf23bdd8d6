import Codecs
import Synchronization

/// The mirroring of a data set's latents, fitted when it is first wanted.
final class FlipCache: Sendable {
  private let known = Mutex<[Int: LatentFlip?]>([:])

  func flip(channels: Int, model: () -> Model?) -> LatentFlip? {
    known.withLock { known in
      if let flip = known[channels] { return flip }
      let flip = model().flatMap { LatentFlip(model: $0, channels: channels) }
      known[channels] = .some(flip)
      return flip
    }
  }
}
