// Run-time choice of the instruction set, the same for all kernels.
//
// A kernel is written once, as a static inline `NAME_body`; KERNEL_DISPATCH compiles it for every level and
// makes the function that picks one. Every level gives the same bits: contraction is off, the order of
// summation does not depend on the level. Levels above the baseline exist on x86-64 only.
#pragma once

#pragma STDC FP_CONTRACT OFF

#define KERNEL_INLINE static inline __attribute__((always_inline))

/// Instruction sets that kernels are compiled for, in ascending order.
enum {
  kernels_level_baseline = 0,
  kernels_level_avx2 = 1,
  kernels_level_avx512 = 2,
};

/// The level in use. At first use it is the best this machine has, or what the environment variable CODEC_SIMD
/// (baseline, avx2, avx512) allows. Thread-safe.
int kernels_level(void);

/// The best level of this machine.
int kernels_best_level(void);

/// Sets the level, at most the best of this machine, and returns it. For tests: kernels that run meanwhile on
/// other threads end at the level they began with.
int kernels_set_level(int level);

// `params` are the parameters, `args` the same names as arguments, both in parentheses. The body gets the level
// first, as a constant: NAME_body(level, args...).
#define KERNEL_UNWRAP(...) __VA_ARGS__
#if defined(__x86_64__)
#define KERNEL_DISPATCH(name, ret, params, args)                                                             \
  static ret name##_baseline params { return name##_body(kernels_level_baseline, KERNEL_UNWRAP args); }      \
  __attribute__((target("avx2"))) static ret name##_avx2 params {                                            \
    return name##_body(kernels_level_avx2, KERNEL_UNWRAP args);                                              \
  }                                                                                                          \
  __attribute__((target("arch=x86-64-v4"))) static ret name##_avx512 params {                                \
    return name##_body(kernels_level_avx512, KERNEL_UNWRAP args);                                            \
  }                                                                                                          \
  ret name params {                                                                                          \
    switch (kernels_level()) {                                                                               \
    case kernels_level_avx512: return name##_avx512 args;                                                    \
    case kernels_level_avx2: return name##_avx2 args;                                                        \
    default: return name##_baseline args;                                                                    \
    }                                                                                                        \
  }
#else
#define KERNEL_DISPATCH(name, ret, params, args)                                                             \
  ret name params { return name##_body(kernels_level_baseline, KERNEL_UNWRAP args); }
#endif
