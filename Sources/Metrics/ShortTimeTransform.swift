import CFFTW
import Synchronization

/// The short-time Fourier transform of waveforms: Hann windows, zeros before the start and behind the end.
///
/// Frame `k` is centred on sample `k * hop`; there are `ceil(samples / hop) + 1`. The transform itself is FFTW's, in
/// single precision: its rounding depends on the processor, which measures can bear.
final class ShortTimeTransform {
  /// Samples of a window, even.
  let size: Int
  /// Samples from one frame to the next.
  let hop: Int
  /// Frequencies of a frame: 0 to half the sample rate.
  var binCount: Int { size / 2 + 1 }

  private let window: [Float]
  private let input: UnsafeMutablePointer<Float>
  private let output: UnsafeMutablePointer<fftwf_complex>
  private let spectrum: UnsafeMutableBufferPointer<Float>
  private let plan: fftwf_plan

  /// FFTW makes and frees plans on one thread at a time.
  private static let planner = Mutex(())

  init(size: Int, hop: Int) {
    precondition(size >= 2 && size % 2 == 0 && hop >= 1, "an even window")
    self.size = size
    self.hop = hop
    window = (0..<size).map {
      Float(0.5 - 0.5 * Elementary.cosine(2 * Double.pi * Double($0) / Double(size)))
    }
    input = fftwf_alloc_real(size)
    output = fftwf_alloc_complex(size / 2 + 1)
    spectrum = .allocate(capacity: size / 2 + 1)
    let (input, output) = (input, output)
    nonisolated(unsafe) var plan: fftwf_plan?
    Self.planner.withLock { _ in plan = fftwf_plan_dft_r2c_1d(Int32(size), input, output, FFTW_ESTIMATE) }
    self.plan = plan!
  }

  deinit {
    let plan = plan
    Self.planner.withLock { _ in fftwf_destroy_plan(plan) }
    fftwf_free(input)
    fftwf_free(output)
    spectrum.deallocate()
  }

  /// Frames of so many samples.
  func frameCount(of samples: Int) -> Int { (samples + hop - 1) / hop + 1 }

  /// The power of one frame at each frequency, not scaled. Valid until the next call.
  func power(ofFrame frame: Int, in channel: UnsafeBufferPointer<Float>) -> UnsafeBufferPointer<Float> {
    let start = frame * hop - size / 2
    for index in 0..<size {
      let position = start + index
      input[index] = channel.indices.contains(position) ? channel[position] * window[index] : 0
    }
    fftwf_execute(plan)
    for bin in 0..<binCount {
      let (real, imaginary) = (output[bin].0, output[bin].1)
      spectrum[bin] = real * real + imaginary * imaginary
    }
    return UnsafeBufferPointer(spectrum)
  }
}
