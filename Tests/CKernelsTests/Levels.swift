import CKernels

/// Runs `body` at every level of this machine. Tests of other suites may change the level meanwhile, which is
/// harmless: it changes only which code computes the same bits.
func forEachLevel(_ body: (_ level: Int32) -> Void) {
  let best = kernels_best_level()
  for level in 0...best {
    kernels_set_level(level)
    body(level)
  }
  kernels_set_level(best)
}
