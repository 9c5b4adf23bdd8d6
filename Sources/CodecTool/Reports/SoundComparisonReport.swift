import Bytes
import Media
import Metrics

/// The measures of two sounds.
struct SoundComparisonReport {
  /// Whether every sample is the same, in sounds of one type of samples.
  let isEqual: Bool
  /// In dB; infinite when no difference shows, nil for a silent original.
  let snr: Double?
  /// In dB; nil when one of the sounds is silent or has nothing of the other.
  let siSDR: Double?
  /// In dB; nil for a silent original.
  let logMel: Double?
  /// Nil for a silent original.
  let spectral: Double?

  /// - Throws: `invalidParameter` when the sounds differ in rate, channels or length.
  init(_ original: AudioBuffer, _ other: AudioBuffer) throws(CodecError) {
    isEqual = original.samples == other.samples
    let (reference, sound) = (Waveforms(original), Waveforms(other))
    snr = try sound.snr(against: reference)
    siSDR = try sound.siSDR(against: reference)
    logMel = try sound.logMelDistance(against: reference)
    spectral = try sound.spectralDistance(against: reference)
  }

  /// For people.
  var text: String {
    let decibels = { (value: Double?) in
      guard let value else { return "silence" }
      return value.isFinite ? Figures.fixed(value, decimals: 2) + " dB" : isEqual ? "equal" : "infinite"
    }
    return [
      "SNR       " + decibels(snr),
      "SI-SDR    " + decibels(siSDR),
      "log-mel   " + decibels(logMel),
      "spectral  " + (spectral.map { Figures.fixed($0, decimals: 3) } ?? "silence"),
    ].joined(separator: "\n")
  }

  /// For programs.
  var json: JSON {
    .object([
      ("snr", .real(snr)), ("sisdr", .real(siSDR)), ("logmel", .real(logMel)), ("spectral", .real(spectral)),
    ])
  }
}
