import CKernels

/// What coding one group of quantized spectra teaches.
final class SpectrumState {
  let coder: OpaquePointer
  private let model: SpectrumModel

  init(_ model: SpectrumModel) {
    self.model = model
    var prior = model.prior
    guard let coder = music_coder_create(&prior) else {
      preconditionFailure("no memory for a coder of spectra")
    }
    self.coder = coder
  }

  deinit { music_coder_free(coder) }
}
