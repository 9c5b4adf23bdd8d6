import Bytes
import Media

/// How the frames of a file lie on the columns of a model, which may have another rate.
///
/// `unit.file` frames of the file last exactly as long as `unit.model` frames of the model; groups and margins are
/// multiples of these.
struct SoundGrid {
  let hop: Int
  let fileRate: Int
  let modelRate: Int
  let unit: (file: Int, model: Int)
  /// Frames of a group, in the file.
  let groupFrames: Int
  /// Frames of the file on either side of a group that analysis needs.
  let margin: Int
  /// Frames of the file beside a group that are made, too, when rates are converted: what the filter needs.
  let reach: Int

  /// Frames in a second that a model may have.
  static let highestRate = 1 << 20
  /// What conversion of rates needs on either side, at the lower one of the rates.
  private static let filterFrames = 256

  /// - Parameters:
  ///   - halo: frames of the model on either side that analysis needs.
  ///   - columns: of a group that has the model's own rate; the most for others.
  /// - Throws: `unsupported` for rates that groups of whole frames do not fit.
  init(
    fileRate: Int, modelRate: Int, hop: Int, halo: Int, columns: Int = 1024
  ) throws(CodecError) {
    let common = Self.divisor(fileRate, modelRate)
    let unit = (file: fileRate / common, model: modelRate / common)
    // So many units are whole columns.
    let units = hop / Self.divisor(unit.model, hop)
    let repeats = max(1, columns * hop / (unit.model * units))
    groupFrames = unit.file * units * repeats
    let reach = fileRate == modelRate ? 0 : Self.filterFrames * max(1, (modelRate + fileRate - 1) / fileRate)
    let marginUnits = (halo + reach + unit.model - 1) / unit.model
    let reachUnits = (reach + unit.model - 1) / unit.model
    guard fileRate >= modelRate / 200, fileRate <= 200 * modelRate, marginUnits <= units * repeats,
      unit.model * units * repeats <= SoundParameters.longestGroup,
      groupFrames <= SoundParameters.longestGroup
    else { throw .unsupported("a sound of \(fileRate) Hz under a model for \(modelRate) Hz") }
    self.unit = unit
    (self.hop, self.fileRate, self.modelRate) = (hop, fileRate, modelRate)
    margin = marginUnits * unit.file
    self.reach = reachUnits * unit.file
  }

  private static func divisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }

  /// Frames of the model that last as long as `reach`.
  var modelLead: Int { reach / unit.file * unit.model }

  var converts: Bool { fileRate != modelRate }

  /// Frames of the model that so many of the file become, rounded up.
  func modelFrames(of frames: Int) -> Int { (frames * unit.model + unit.file - 1) / unit.file }

  /// Columns of so many frames of the file.
  func columns(of frames: Int) -> Int { (modelFrames(of: frames) + hop - 1) / hop }

  /// Every channel of a group at the model's rate, over full scale: its columns and a halo on either side.
  /// - Parameter sound: with the margin on either side.
  func modelLines(_ sound: AudioBuffer, columns: Int, halo: Int) throws(CodecError) -> [[Float]] {
    let channels = sound.properties.channelCount
    var samples = sound.normalized
    var frames = sound.frameCount
    var first = margin - halo
    if converts {
      (samples, frames) = try Self.converted(samples, channels: channels, from: fileRate, to: modelRate)
      first = margin / unit.file * unit.model - halo
    }
    let count = columns * hop + 2 * halo
    return (0..<channels).map { channel in
      let line = samples[channel * frames + first..<channel * frames + min(frames, first + count)]
      return line + [Float](repeating: 0, count: count - line.count)
    }
  }

  /// Channels of sound at another rate, one behind the other; frame 0 stays frame 0.
  static func converted(
    _ samples: [Float], channels: Int, from: Int, to: Int
  ) throws(CodecError) -> (samples: [Float], frames: Int) {
    let resampler = try Resampler(channelCount: channels, from: from, to: to)
    let (first, rest) = (try resampler.convert(samples), try resampler.finish())
    var joined: [Float] = []
    for channel in 0..<channels {
      for part in [first, rest] {
        let count = part.count / channels
        joined += part[channel * count..<(channel + 1) * count]
      }
    }
    return (joined, joined.count / channels)
  }
}
