// Coders of spectra: how they begin, what they learned, and numbers beside the spectra.
#pragma STDC FP_CONTRACT OFF

#include "music_coder.h"

#include <stdlib.h>

#include "music_trellis.h"

// The four states of dependent quantization in ITU-T H.266, "Quantization, scaling and coding".
const uint8_t music_quantizer[music_states] = {0, 0, 1, 1};
const uint8_t music_next_state[music_states][2] = {{0, 2}, {2, 0}, {1, 3}, {3, 1}};

music_coder *music_coder_create(const music_prior *prior, int is_dependent, int is_mixed) {
  music_coder *coder = calloc(1, sizeof *coder);
  if (!coder) return 0;
  coder->prior = *prior;
  coder->is_dependent = is_dependent;
  coder->is_mixed = is_mixed;
  memcpy(coder->counters, prior->counters, sizeof coder->counters);
  memcpy(coder->mixers, prior->mixers, sizeof coder->mixers);
  memcpy(coder->refined, prior->refined, sizeof coder->refined);
  memcpy(coder->flags, prior->flags, sizeof coder->flags);
  for (int asked = 0; asked <= music_sure; asked++) coder->rates[asked] = 65536 * 5 / (5 * asked + 8);
  music_begin_pair(coder);
  return coder;
}

void music_coder_free(music_coder *coder) { free(coder); }

void music_coder_learned(const music_coder *coder, uint32_t *counters, int32_t *mixers, uint16_t *refined,
                         uint16_t *flags) {
  memcpy(counters, coder->counters, sizeof coder->counters);
  memcpy(mixers, coder->mixers, sizeof coder->mixers);
  memcpy(refined, coder->refined, sizeof coder->refined);
  memcpy(flags, coder->flags, sizeof coder->flags);
}

void music_begin_pair(music_coder *coder) {
  memset(coder->last, 0, sizeof coder->last);
  memset(coder->before, 0, sizeof coder->before);
  memset(coder->faded, 0, sizeof coder->faded);
  memset(coder->ends, 0, sizeof coder->ends);
  coder->size = 3;
}

music_chooser *music_chooser_create(int is_exact) {
  music_chooser *chooser = calloc(1, sizeof *chooser);
  if (!chooser) return 0;
  chooser->rehearsal = is_exact ? malloc(sizeof *chooser->rehearsal) : 0;
  if (!is_exact || chooser->rehearsal) return chooser;
  free(chooser);
  return 0;
}

void music_chooser_free(music_chooser *chooser) {
  free(chooser->rehearsal);
  free(chooser);
}

int music_read_number(music_coder *coder, circuit_reader *reader, int context, int bits) {
  circuit_coder port = {.reader = *reader};
  const int value = music_code_number(1, &port, coder->flags + music_free_flags + context, bits, 0);
  *reader = port.reader;
  return value;
}

void music_trace_number(music_coder *coder, circuit_trace *trace, int context, int bits, int value) {
  circuit_coder port = {.trace = *trace};
  music_code_number(0, &port, coder->flags + music_free_flags + context, bits, value);
  *trace = port.trace;
}
