import CKernels

/// What coding one group of quantized spectra teaches.
final class SpectrumState {
  let coder: OpaquePointer
  let model: SpectrumModel

  /// - Parameter isMixed: whether many counters are mixed, or the class of the predicted magnitude is all that counts.
  init(_ model: SpectrumModel, isMixed: Bool) {
    self.model = model
    var prior = model.prior
    guard let coder = music_coder_create(&prior, model.quantizers == .dependent ? 1 : 0, isMixed ? 1 : 0)
    else {
      preconditionFailure("no memory for a coder of spectra")
    }
    self.coder = coder
  }

  deinit { music_coder_free(coder) }
}
