import CKernels
import EntropyCoding

/// What an encoder chooses is float; what it writes are integers.
extension SpectrumWriter {
  /// Chooses values for spectra in units of the step, and writes them.
  /// - Parameters:
  ///   - ends: 64ths of each spectrum behind which all values are zero.
  ///   - weight: what a bit costs beside squares of differences.
  func quantize(
    size: Int, _ spectra: [UnsafePointer<Float>], ends: [Int32], weight: Float,
    into values: [UnsafeMutablePointer<Int16>]
  ) {
    write { coder, trace in
      CostTable.shared.bits.withUnsafeBufferPointer { bits in
        values.withUnsafeBufferPointer { values in
          spectra.withUnsafeBufferPointer { spectra in
            guard let values = values.baseAddress, let source = spectra.baseAddress,
              let bits = bits.baseAddress
            else { return }
            music_quantize_segment(
              coder, &trace, Int32(size), Int32(spectra.count), source, ends, weight, bits, values)
          }
        }
      }
    }
  }
}
