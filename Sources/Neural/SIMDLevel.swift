import CKernels

/// Instruction sets that the kernels are compiled for. All give the same bits.
///
/// At first use the level is the best this machine has, or lower if the environment variable `CODEC_SIMD`
/// says `baseline` or `avx2`.
public enum SIMDLevel: Int32, CaseIterable, Sendable {
  case baseline
  case avx2
  case avx512

  /// The level in use.
  public static var current: SIMDLevel { SIMDLevel(rawValue: kernels_level()) ?? .baseline }

  /// The best level of this machine.
  public static var best: SIMDLevel { SIMDLevel(rawValue: kernels_best_level()) ?? .baseline }

  /// Uses this level from now on in the whole process, or the best one if this machine lacks it.
  public func activate() {
    kernels_set_level(rawValue)
  }
}
