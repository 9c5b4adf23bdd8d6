#include "dispatch.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

// Below zero until the first use. Two threads that both come first compute the same value.
static atomic_int current = -1;

int kernels_best_level(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("lzcnt")) {
    const int has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma");
    return has_avx512 ? kernels_level_avx512 : kernels_level_avx2;
  }
#endif
  return kernels_level_baseline;
}

int kernels_set_level(int level) {
  const int best = kernels_best_level();
  if (level > best) level = best;
  if (level < kernels_level_baseline) level = kernels_level_baseline;
  atomic_store_explicit(&current, level, memory_order_relaxed);
  return level;
}

static int initial_level(void) {
  const char *wish = getenv("CODEC_SIMD");
  if (wish == NULL) return kernels_level_avx512;
  if (strcmp(wish, "baseline") == 0) return kernels_level_baseline;
  if (strcmp(wish, "avx2") == 0) return kernels_level_avx2;
  return kernels_level_avx512;
}

int kernels_level(void) {
  const int level = atomic_load_explicit(&current, memory_order_relaxed);
  return level >= 0 ? level : kernels_set_level(initial_level());
}
