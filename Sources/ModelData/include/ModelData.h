#pragma once
#include <stddef.h>

/// Number of built-in models; the default for pictures is the first.
int model_count(void);

/// Name of a model.
const char *model_name(int model);

enum { model_of_pictures, model_of_sounds, model_of_consistency };

/// What it is a model of.
int model_medium(int model);

/// One of its files: 0 model.json, 1 weights.safetensors, 2 entropy.safetensors, 3 circuit.safetensors, which may be
/// empty.
const unsigned char *model_file(int model, int file, ptrdiff_t *count);

/// Learned numbers of the codecs of sounds for hearing, and of music: safetensors files.
const unsigned char *hearing_entropy(ptrdiff_t *count);
const unsigned char *music_entropy(ptrdiff_t *count);
