import CKernels
import EntropyCoding

/// What an encoder chooses is float; what it writes are integers.
extension SpectrumWriter {
  /// Chooses values for spectra in units of the step, and writes them.
  /// - Parameters:
  ///   - ends: 64ths of each spectrum behind which all values are zero.
  ///   - weight: what a bit costs beside squares of differences.
  ///   - isExact: where two quantizers take turns, whether bits are what the coder would take, not estimates.
  func quantize(
    size: Int, _ spectra: [UnsafePointer<Float>], ends: [Int32], weight: Float, isExact: Bool = false,
    into values: [UnsafeMutablePointer<Int16>]
  ) {
    let chooser = chooser(isExact: isExact)
    write { coder, trace in
      CostTable.shared.bits.withUnsafeBufferPointer { bits in
        values.withUnsafeBufferPointer { values in
          spectra.withUnsafeBufferPointer { spectra in
            guard let values = values.baseAddress, let source = spectra.baseAddress,
              let bits = bits.baseAddress
            else { return }
            music_quantize_segment(
              coder, chooser, &trace, Int32(size), Int32(spectra.count), source, ends, weight, bits, values)
          }
        }
      }
    }
  }
}
