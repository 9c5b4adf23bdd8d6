#ifndef CKERNELS_CLONES_H
#define CKERNELS_CLONES_H

// Compiles a function once per SIMD level and picks one at load time. The kernels keep multiplications and
// additions apart (FP_CONTRACT OFF) and their order fixed, so every clone returns the same bits.
#if defined(__x86_64__) && defined(__ELF__)
#define KERNEL_CLONES __attribute__((target_clones("default", "avx2", "arch=x86-64-v4")))
#else
#define KERNEL_CLONES
#endif

// A helper that must be compiled inside each clone, not once for the baseline.
#define KERNEL_BODY static inline __attribute__((always_inline))

#endif
