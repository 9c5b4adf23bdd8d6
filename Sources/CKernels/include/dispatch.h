// Run-time choice of the instruction set, the same for all kernels.
//
// A kernel is written once, as a static inline `NAME_body`; KERNEL_DISPATCH compiles it for every level and
// makes the function that picks one. Every level gives the same bits: contraction is off, the order of
// summation does not depend on the level. Files of kernels say `#pragma STDC FP_CONTRACT OFF`. Levels above
// the baseline exist on x86-64 only.
#pragma once

#define KERNEL_INLINE static inline __attribute__((always_inline))

/// Instruction sets that kernels are compiled for, in ascending order.
enum {
  kernels_level_baseline = 0,
  kernels_level_avx2 = 1,
  kernels_level_avx512 = 2,
};

/// The level in use. At first use it is the best this machine has, or what the environment variable
/// CODEC_SIMD (baseline, avx2) allows; other values are ignored. Thread-safe.
int kernels_level(void);

/// The best level of this machine.
int kernels_best_level(void);

/// Sets the level, at most the best of this machine, and returns it. For tests: kernels that run meanwhile on
/// other threads end at the level they began with.
int kernels_set_level(int level);

// `params` are the parameters, `args` the same names as arguments, both in parentheses. The body gets the
// level first, as a constant: NAME_body(level, args...). KERNEL_DISPATCH_256 is for kernels that AVX-512
// makes no faster: they run as AVX2 there. The macros with _AS make `name` of `local`_body: the two differ
// where one body is included for several types of sample.
#define KERNEL_DISPATCH(name, ret, params, args) KERNEL_DISPATCH_AS(name, name, ret, params, args)
#define KERNEL_DISPATCH_256(name, ret, params, args) KERNEL_DISPATCH_256_AS(name, name, ret, params, args)
#define KERNEL_UNWRAP(...) __VA_ARGS__
#define KERNEL_VARIANT(variant, level, local, ret, params, args)                                             \
  static ret variant params { return local##_body(level, KERNEL_UNWRAP args); }
#if defined(__x86_64__)
#define KERNEL_VARIANTS_256(local, ret, params, args)                                                        \
  KERNEL_VARIANT(local##_baseline, kernels_level_baseline, local, ret, params, args)                         \
  __attribute__((target("avx2,bmi2,lzcnt")))                                                                 \
  KERNEL_VARIANT(local##_avx2, kernels_level_avx2, local, ret, params, args)
#define KERNEL_DISPATCH_256_AS(name, local, ret, params, args)                                               \
  KERNEL_VARIANTS_256(local, ret, params, args)                                                              \
  ret name params {                                                                                          \
    return kernels_level() >= kernels_level_avx2 ? local##_avx2 args : local##_baseline args;                \
  }
// The features that kernels_best_level asks for; named as an architecture, they would bring its tuning along,
// which keeps to vectors of 256 bits.
#define KERNEL_DISPATCH_AS(name, local, ret, params, args)                                                   \
  KERNEL_VARIANTS_256(local, ret, params, args)                                                              \
  __attribute__((target("avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,bmi2,fma,lzcnt")))                 \
  KERNEL_VARIANT(local##_avx512, kernels_level_avx512, local, ret, params, args)                             \
  ret name params {                                                                                          \
    switch (kernels_level()) {                                                                               \
    case kernels_level_avx512: return local##_avx512 args;                                                   \
    case kernels_level_avx2: return local##_avx2 args;                                                       \
    default: return local##_baseline args;                                                                   \
    }                                                                                                        \
  }
#else
#define KERNEL_DISPATCH_256_AS(name, local, ret, params, args)                                               \
  KERNEL_DISPATCH_AS(name, local, ret, params, args)
#define KERNEL_DISPATCH_AS(name, local, ret, params, args)                                                   \
  ret name params { return local##_body(kernels_level_baseline, KERNEL_UNWRAP args); }
#endif
