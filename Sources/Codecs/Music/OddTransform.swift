import CKernels

/// The transform of a segment whose length is no power of two: the first and last one of a group on another grid.
struct OddTransform {
  private let cosines: MusicBuffer
  private let frames: Int

  init(frames: Int) {
    self.frames = frames
    cosines = MusicBuffer(4 * frames + 1)
    music_make_slow_tables(Int32(frames), cosines.start)
  }

  func forward(_ samples: UnsafePointer<Float>, _ spectrum: UnsafeMutablePointer<Float>) {
    music_slow_transform(cosines.start, Int32(frames), samples, spectrum)
  }

  func inverse(_ spectrum: UnsafePointer<Float>, _ samples: UnsafeMutablePointer<Float>) {
    music_inverse_slow_transform(cosines.start, Int32(frames), spectrum, samples)
  }
}
