#ifndef CODEC_H
#define CODEC_H

#include <stdint.h>

// The codec as other languages call it: files of pictures and sounds, their latents, and data sets of such.
//
// A function that can fail returns 0, or what kind of error it was, and then fills `error`, which may be null. What it would
// have given is then untouched. Handles are freed by the function named after their type, arrays by `codec_array_free`; all
// functions may be called by any thread, one that frees only by the last. Null or freed handles, indices that are out of range
// and lengths below 0 are mistakes of the caller and end the process; whatever bytes say does not.

#ifdef __cplusplus
extern "C" {
#endif

enum {
  CODEC_CORRUPT_DATA = 1,
  CODEC_UNSUPPORTED = 2,
  CODEC_LIMIT_EXCEEDED = 3,
  CODEC_INVALID_PARAMETER = 4,
  CODEC_MISSING_MODEL = 5,
  CODEC_INPUT_OUTPUT = 6,
};

typedef struct codec_error {
  int32_t code;
  /// One line, UTF-8 that may be cut at its end.
  char message[508];
} codec_error;

enum {
  CODEC_UINT8 = 1,
  CODEC_UINT16 = 2,
  CODEC_INT16 = 3,
  CODEC_INT32 = 4,
  CODEC_INT64 = 5,
  CODEC_FLOAT32 = 6,
};

/// Numbers in memory that belongs to the caller, row-major.
typedef struct codec_array {
  int32_t type;
  int32_t dimensions;
  int64_t shape[4];
  void *values;
} codec_array;

void codec_array_free(codec_array *array);

// Files

/// A `.cdc` file in memory.
typedef struct codec_file codec_file;

enum { CODEC_PICTURE = 1, CODEC_SOUND = 2 };

typedef struct codec_description {
  int32_t medium;
  /// Whether there are latents; step, stride, column_rate and primary_channels are 0 where there are none.
  int32_t has_latents;
  char model[64];
  /// Of the model, hexadecimal.
  char digest[33];
  /// Bits of a sample: 8 or 16 of pictures, 8 to 32 of sounds, 0 for floats.
  int32_t bits;
  int32_t channels;
  /// Of pictures, in pixels; else 0.
  int64_t width, height;
  /// Of sounds; else 0.
  int64_t rate, frames;
  /// A symbol s stands for the coefficient s * step: pictures on the scale 0 to 255, sounds over full scale.
  float step;
  /// Of pictures: pixels to either side that one position of the grid stands for; 1 for mosaics of bands.
  int32_t stride;
  /// Of sounds: columns in a second.
  double column_rate;
  /// The first channels of latents are the tensor to learn from.
  int32_t primary_channels;
} codec_description;

/// Reads and checks a file; the bytes are copied. Latents of sounds are decoded at once.
int32_t codec_file_open(const uint8_t *bytes, int64_t count, codec_file **file, codec_error *error);
void codec_file_free(codec_file *file);
void codec_file_describe(const codec_file *file, codec_description *description);

/// Latents: of pictures channels, height, width; of sounds pairs of channels, channels, columns.
///
/// - primary: only the channels to learn from.
/// - normalizes: floats, coefficients over the deviations of the model's channels; else CODEC_INT16.
int32_t codec_file_latents(
  const codec_file *file, int32_t primary, int32_t normalizes, codec_array *latents, codec_error *error);

/// Samples: of pictures height, width, channels, CODEC_UINT8 or CODEC_UINT16; of sounds channels, frames, CODEC_INT32 as
/// they are, or CODEC_FLOAT32.
int32_t codec_file_decode(const codec_file *file, int32_t threads, codec_array *samples, codec_error *error);

/// Samples of latents that no file holds, such as a network's output: CODEC_INT16, or CODEC_FLOAT32 that are normalised. All
/// else is as in a file of the same size.
int32_t codec_latents_decode(
  const codec_array *latents, const codec_file *like, int32_t threads, codec_array *samples, codec_error *error);

// Encoding

typedef struct codec_encoding {
  /// A built-in model; null for the usual one.
  const char *model;
  /// 0 to 100.
  double quality;
  /// Instead of the quality, in the units of the command line; 0 for none.
  float step;
  /// Every sample is kept; model, quality and step are not looked at.
  int32_t lossless;
  /// Latents are coded with classes instead of the circuit.
  int32_t classes;
  /// Of `music-64x`, of a scalar: 33, 17 or 11; 0 for 33. Its step, if there is one, is that of the waveform.
  int32_t levels;
  int32_t threads;
} codec_encoding;

/// A file, CODEC_UINT8, of a picture: height, width, channels (1 gray, 2 with alpha, 3 RGB, 4 with alpha).
int32_t codec_picture_encode(
  const codec_array *samples, const codec_encoding *encoding, codec_array *file, codec_error *error);

/// A file of a sound: channels, frames; CODEC_INT32 of so many bits, or CODEC_FLOAT32.
int32_t codec_sound_encode(
  const codec_array *samples, int32_t bits, int64_t rate, const codec_encoding *encoding, codec_array *file,
  codec_error *error);

// Data sets

/// `.cdc` files, folders of them and shards, labelled.
typedef struct codec_dataset codec_dataset;

typedef struct codec_dataset_options {
  /// Only the channels to learn from.
  int32_t primary;
  /// A table of names and labels, CSV; null for the names of folders.
  const uint8_t *labels;
  int64_t label_bytes;
  /// Names and order of the classes; null for those that occur.
  const char *const *classes;
  int64_t class_count;
} codec_dataset_options;

int32_t codec_dataset_open(
  const char *const *paths, int64_t count, const codec_dataset_options *options, codec_dataset **dataset,
  codec_error *error);
void codec_dataset_free(codec_dataset *dataset);
int64_t codec_dataset_count(const codec_dataset *dataset);
int64_t codec_dataset_class_count(const codec_dataset *dataset);
/// The number of a sample's class; -1 without a label.
int64_t codec_dataset_label(const codec_dataset *dataset, int64_t index);
/// UTF-8, CODEC_UINT8: what a sample is called, and what a class is.
void codec_dataset_key(const codec_dataset *dataset, int64_t index, codec_array *text);
void codec_dataset_class(const codec_dataset *dataset, int64_t index, codec_array *text);

/// A sample: channels, height, width, CODEC_INT16. Runs on the caller's thread alone.
int32_t codec_dataset_array(
  const codec_dataset *dataset, int64_t index, codec_array *symbols, float *step, codec_error *error);

/// Two rows, CODEC_FLOAT32: mean and deviation of the coefficients of every channel, over all samples.
int32_t codec_dataset_statistics(
  const codec_dataset *dataset, int32_t threads, codec_array *statistics, codec_error *error);

// Batches

typedef struct codec_loader codec_loader;
typedef struct codec_epoch codec_epoch;

typedef struct codec_loader_options {
  /// Samples of a batch, batches made before they are asked for, threads that make them: at least 1.
  int64_t size;
  int32_t prefetched;
  int32_t threads;
  uint64_t seed;
  int32_t shuffles;
  int32_t drops_last;
  /// Samples are changed at random: flipped, moved by up to `shift` positions, or a window taken anywhere. Else the window
  /// lies in the middle.
  int32_t augments;
  int32_t flips;
  int64_t shift;
  /// 0 for all of the sample.
  int64_t window_height, window_width;
  /// As `codec_dataset_statistics` gives them; null: batches are of symbols.
  const float *statistics;
  int64_t channels;
  /// Normalised values z become asinh(3 z) / 1.3.
  int32_t compands;
} codec_loader_options;

typedef struct codec_batch {
  /// Samples, channels, height, width: CODEC_FLOAT32 or CODEC_INT16. No dimensions behind the last batch.
  codec_array values;
  /// CODEC_INT64; -1 without a label.
  codec_array labels;
  /// CODEC_INT64: which samples of the data set they are.
  codec_array indices;
  /// CODEC_FLOAT32: the step of each sample.
  codec_array steps;
} codec_batch;

int32_t codec_loader_create(
  const codec_dataset *dataset, const codec_loader_options *options, codec_loader **loader, codec_error *error);
void codec_loader_free(codec_loader *loader);
int64_t codec_loader_batch_count(const codec_loader *loader);

/// A batch of these samples, as it is in that epoch.
int32_t codec_loader_batch(
  const codec_loader *loader, const int64_t *indices, int64_t count, int64_t epoch, codec_batch *batch,
  codec_error *error);

/// The batches of an epoch, made on other threads ahead of being asked for. In a process that was forked they are made
/// when they are asked for, on the caller's thread; an epoch that was begun before the fork only fails there.
codec_epoch *codec_loader_epoch(const codec_loader *loader, int64_t number);
void codec_epoch_free(codec_epoch *epoch);
int32_t codec_epoch_next(const codec_epoch *epoch, codec_batch *batch, codec_error *error);
void codec_batch_free(codec_batch *batch);

#ifdef __cplusplus
}
#endif

#endif
