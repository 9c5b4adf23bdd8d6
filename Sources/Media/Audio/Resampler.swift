import Bytes
import CSamplerate

/// Changes the sample rate of a sound, piece by piece, by band-limited interpolation (libsamplerate's best sinc: 97 %
/// of the band, 145 dB), without a delay: frame 0 stays frame 0. `n` frames become `frameCount(of: n)`.
///
/// The arithmetic is floating point of another library: the same build gives the same samples, another may round
/// differently. So this serves encoders, and what a model with a rate of its own gives; never an exact decode.
public final class Resampler {
  public let channelCount: Int
  /// Frames in a second of what comes in, and of what goes out.
  public let inputRate, outputRate: Int

  private let state: OpaquePointer
  private var inputFrames = 0
  private var outputFrames = 0
  /// What the library has not taken yet, interleaved.
  private var pending: [Float] = []
  private var isFinished = false

  /// - Throws: `invalidParameter` when a rate is not positive or one is over 256 times the other, `limitExceeded`
  ///   when memory is short.
  public init(channelCount: Int, from inputRate: Int, to outputRate: Int) throws(CodecError) {
    precondition(channelCount >= 1, "at least one channel")
    guard inputRate > 0, outputRate > 0, src_is_valid_ratio(Double(outputRate) / Double(inputRate)) != 0
    else {
      throw .invalidParameter("no conversion from \(inputRate) to \(outputRate) Hz")
    }
    var code: Int32 = 0
    guard let state = src_new(Int32(SRC_SINC_BEST_QUALITY), Int32(channelCount), &code) else {
      throw .limitExceeded(
        "sample rate conversion of \(channelCount) channels: \(String(cString: src_strerror(code)))")
    }
    self.state = state
    (self.channelCount, self.inputRate, self.outputRate) = (channelCount, inputRate, outputRate)
  }

  deinit { src_delete(state) }

  /// Frames that so many become: as many as fill the same time, rounded up.
  public func frameCount(of frames: Int) -> Int {
    (frames * outputRate + inputRate - 1) / inputRate
  }

  /// Takes frames and gives those that are certain by now, both one channel after the other.
  /// - Throws: `invalidParameter` when the library fails.
  /// - Precondition: whole frames, before `finish`.
  public func convert(_ samples: [Float]) throws(CodecError) -> [Float] {
    precondition(!isFinished && samples.count % channelCount == 0, "whole frames before the end")
    let frames = samples.count / channelCount
    inputFrames += frames
    pending.reserveCapacity(pending.count + samples.count)
    for frame in 0..<frames {
      for channel in 0..<channelCount { pending.append(samples[channel * frames + frame]) }
    }
    let result = try process()
    outputFrames += result.count / channelCount
    return planar(result)
  }

  /// Gives the rest.
  /// - Parameter frameCount: frames in all, nil for `frameCount(of:)` of those that came. A sound that was converted
  ///   before gets its own length back by this.
  /// - Precondition: once, and not below the frames already given.
  public func finish(frameCount: Int? = nil) throws(CodecError) -> [Float] {
    precondition(!isFinished, "finished twice")
    isFinished = true
    let wanted = (frameCount ?? self.frameCount(of: inputFrames)) - outputFrames
    precondition(wanted >= 0, "fewer frames than were given")
    var result = try process()
    // The library's own count may be off by a frame; behind the end there is silence.
    let count = wanted * channelCount
    if result.count > count { result.removeLast(result.count - count) }
    result += repeatElement(0, count: count - result.count)
    outputFrames += wanted
    return planar(result)
  }

  /// Lets the library take what it will, to the end when finished. Interleaved.
  private func process() throws(CodecError) -> [Float] {
    var result: [Float] = []
    var piece = [Float](repeating: 0, count: 4096 * channelCount)
    var taken = 0
    while true {
      var (used, made, code) = (0, 0, Int32(0))
      pending.withUnsafeBufferPointer { input in
        piece.withUnsafeMutableBufferPointer { output in
          // The library wants an address even of nothing.
          var data = SRC_DATA()
          data.data_in =
            input.isEmpty ? UnsafePointer(output.baseAddress!) + output.count : input.baseAddress! + taken
          data.data_out = output.baseAddress!
          data.input_frames = (input.count - taken) / channelCount
          data.output_frames = output.count / channelCount
          data.src_ratio = Double(outputRate) / Double(inputRate)
          data.end_of_input = isFinished ? 1 : 0
          code = src_process(state, &data)
          (used, made) = (data.input_frames_used, data.output_frames_gen)
        }
      }
      guard code == 0 else {
        throw .invalidParameter("sample rate conversion: \(String(cString: src_strerror(code)))")
      }
      taken += used * channelCount
      result += piece[..<(made * channelCount)]
      if made == 0 && used == 0 { break }
    }
    pending.removeFirst(taken)
    return result
  }

  private func planar(_ values: [Float]) -> [Float] {
    let frames = values.count / channelCount
    return [Float](unsafeUninitializedCapacity: values.count) { target, count in
      for channel in 0..<channelCount {
        for frame in 0..<frames {
          target.initializeElement(at: channel * frames + frame, to: values[frame * channelCount + channel])
        }
      }
      count = values.count
    }
  }
}
