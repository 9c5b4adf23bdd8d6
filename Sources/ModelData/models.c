// The released models, as they stand in models/. A new one is three or four lines of data and one of the table.
#include "ModelData.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char picture_description[] = {
#embed "../../models/picture/model.json"
};
static const unsigned char picture_weights[] = {
#embed "../../models/picture/weights.safetensors"
};
static const unsigned char picture_entropy[] = {
#embed "../../models/picture/entropy.safetensors"
};
static const unsigned char picture_circuit[] = {
#embed "../../models/picture/circuit.safetensors"
};
static const unsigned char latent_16x_description[] = {
#embed "../../models/latent-16x/model.json"
};
static const unsigned char latent_16x_weights[] = {
#embed "../../models/latent-16x/weights.safetensors"
};
static const unsigned char latent_16x_entropy[] = {
#embed "../../models/latent-16x/entropy.safetensors"
};
static const unsigned char latent_16x_circuit[] = {
#embed "../../models/latent-16x/circuit.safetensors"
};
static const unsigned char latent_4x_description[] = {
#embed "../../models/latent-4x/model.json"
};
static const unsigned char latent_4x_weights[] = {
#embed "../../models/latent-4x/weights.safetensors"
};
static const unsigned char latent_4x_entropy[] = {
#embed "../../models/latent-4x/entropy.safetensors"
};
static const unsigned char latent_gray_description[] = {
#embed "../../models/latent-gray/model.json"
};
static const unsigned char latent_gray_weights[] = {
#embed "../../models/latent-gray/weights.safetensors"
};
static const unsigned char latent_gray_entropy[] = {
#embed "../../models/latent-gray/entropy.safetensors"
};
static const unsigned char hearing_entropy_file[] = {
#embed "../../models/hearing/entropy.safetensors"
};

static const unsigned char music_entropy_file[] = {
#embed "../../models/music/entropy.safetensors"
};
static const unsigned char latent_5x_description[] = {
#embed "../../models/latent-5x/model.json"
};
static const unsigned char latent_5x_weights[] = {
#embed "../../models/latent-5x/weights.safetensors"
};
static const unsigned char latent_5x_entropy[] = {
#embed "../../models/latent-5x/entropy.safetensors"
};
static const unsigned char latent_5x_circuit[] = {
#embed "../../models/latent-5x/circuit.safetensors"
};
static const unsigned char latent_20x_description[] = {
#embed "../../models/latent-20x/model.json"
};
static const unsigned char latent_20x_weights[] = {
#embed "../../models/latent-20x/weights.safetensors"
};
static const unsigned char latent_20x_entropy[] = {
#embed "../../models/latent-20x/entropy.safetensors"
};
static const unsigned char latent_20x_circuit[] = {
#embed "../../models/latent-20x/circuit.safetensors"
};
static const unsigned char music_64x_description[] = {
#embed "../../models/music-64x/model.json"
};
static const unsigned char music_64x_weights[] = {
#embed "../../models/music-64x/weights.safetensors"
};
static const unsigned char music_64x_entropy[] = {
#embed "../../models/music-64x/entropy.safetensors"
};

typedef struct {
  const unsigned char *bytes;
  ptrdiff_t count;
} file;

typedef struct {
  const char *name;
  int medium;
  file files[4];
} model;

// Models without a circuit have an empty file.
#define NO_CIRCUIT                                                                                           \
  { 0, 0 }
#define CIRCUIT(prefix)                                                                                      \
  { prefix##_circuit, sizeof prefix##_circuit }
#define MODEL(name, medium, prefix, circuit)                                                                 \
  {                                                                                                          \
    name, medium, {                                                                                          \
      {prefix##_description, sizeof prefix##_description}, {prefix##_weights, sizeof prefix##_weights},      \
          {prefix##_entropy, sizeof prefix##_entropy}, circuit,                                              \
    }                                                                                                        \
  }

static const model models[] = {
    MODEL("picture", model_of_pictures, picture, CIRCUIT(picture)),
    MODEL("latent-16x", model_of_pictures, latent_16x, CIRCUIT(latent_16x)),
    MODEL("latent-4x", model_of_pictures, latent_4x, NO_CIRCUIT),
    MODEL("latent-gray", model_of_pictures, latent_gray, NO_CIRCUIT),
    MODEL("latent-5x", model_of_sounds, latent_5x, CIRCUIT(latent_5x)),
    MODEL("latent-20x", model_of_sounds, latent_20x, CIRCUIT(latent_20x)),
    MODEL("music-64x", model_of_consistency, music_64x, NO_CIRCUIT),
};

int model_count(void) { return sizeof models / sizeof models[0]; }

const char *model_name(int index) { return models[index].name; }

int model_medium(int index) { return models[index].medium; }

const unsigned char *model_file(int index, int kind, ptrdiff_t *count) {
  *count = models[index].files[kind].count;
  return models[index].files[kind].bytes;
}

const unsigned char *hearing_entropy(ptrdiff_t *count) {
  *count = sizeof hearing_entropy_file;
  return hearing_entropy_file;
}

const unsigned char *music_entropy(ptrdiff_t *count) {
  *count = sizeof music_entropy_file;
  return music_entropy_file;
}
