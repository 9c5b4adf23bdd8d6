import Bytes
import Media
import Metrics

/// The measures of two pictures.
struct ComparisonReport {
  /// In dB; infinite for equal pictures.
  let psnr: Double
  /// Nil for pictures that are too small.
  let ssim: Double?
  let multiScaleSSIM: Double?

  /// - Throws: `invalidParameter` when the pictures differ in size, channels or depth.
  init(_ first: Image, _ second: Image) throws(CodecError) {
    let (original, other) = (Planes(first), Planes(second))
    psnr = try other.psnr(against: original)
    ssim = try other.ssim(against: original)
    multiScaleSSIM = try other.multiScaleSSIM(against: original)
  }

  /// For people.
  var text: String {
    let similarity = { (value: Double?) in value.map { Figures.fixed($0, decimals: 5) } ?? "picture too small"
    }
    return [
      "PSNR     " + (psnr.isFinite ? Figures.fixed(psnr, decimals: 2) + " dB" : "equal"),
      "SSIM     " + similarity(ssim),
      "MS-SSIM  " + similarity(multiScaleSSIM),
    ].joined(separator: "\n")
  }

  /// For programs.
  var json: JSON {
    .object([("psnr", .real(psnr)), ("ssim", .real(ssim)), ("msssim", .real(multiScaleSSIM))])
  }
}
