"""Arrays to `.cdc` files."""

import numpy as np

from ._library import Array, Encoding, array_of
from ctypes import byref


def encode(samples, rate=None, *, model=None, quality=75.0, step=None, lossless=False, entropy="circuit", levels=None,
           bits=None, threads=1):
    """The bytes of a file, the same that `codec encode` makes.

    - samples: without `rate` a picture, [height, width] or [height, width, channels] of uint8 or uint16 (1 gray, 2 with
      alpha, 3 RGB, 4 with alpha). With `rate`, frames in a second, a sound, [frames] or [channels, frames]: int16, int32 or
      float32, whose full scale is -1 to 1.
    - model: a built-in one; None: the usual one.
    - quality, step: as on the command line; a step stands in for the quality.
    - lossless: keeps every sample.
    - entropy: "circuit", or "classes", whose files are larger and are read faster.
    - levels: of a scalar of `music-64x`: 33 (None), 17 or 11; its step, where there is one, is that of the waveform.
    - bits: of integers of a sound, 8 to 32; None: those of the type.
    """
    if entropy not in ("circuit", "classes"):
        raise ValueError(f"entropy is circuit or classes, not {entropy}")
    if step is not None and not step > 0:
        raise ValueError("a step is above 0")
    encoding = Encoding(
        model.encode() if model is not None else None, quality, step or 0.0, int(lossless),
        int(entropy == "classes"), levels or 0, threads)
    samples = np.asarray(samples)
    if rate is None:
        return _picture(samples, encoding)
    return _sound(samples, rate, bits, encoding)


def _picture(samples, encoding):
    if samples.dtype not in (np.dtype(np.uint8), np.dtype(np.uint16)):
        raise TypeError(f"a picture is uint8 or uint16, not {samples.dtype}")
    if samples.ndim == 2:
        samples = samples[:, :, np.newaxis]
    if samples.ndim != 3:
        raise ValueError(f"a picture of {samples.ndim} dimensions")
    samples = np.ascontiguousarray(samples)
    return array_of("codec_picture_encode", byref(Array.of(samples)), byref(encoding)).tobytes()


def _sound(samples, rate, bits, encoding):
    if samples.dtype not in (np.dtype(np.int16), np.dtype(np.int32), np.dtype(np.float32)):
        raise TypeError(f"a sound is int16, int32 or float32, not {samples.dtype}")
    if bits is None:
        bits = 8 * samples.dtype.itemsize
    if samples.ndim == 1:
        samples = samples[np.newaxis]
    if samples.ndim != 2:
        raise ValueError(f"a sound of {samples.ndim} dimensions")
    if samples.dtype == np.int16:
        samples = samples.astype(np.int32)
    samples = np.ascontiguousarray(samples)
    return array_of("codec_sound_encode", byref(Array.of(samples)), bits, rate, byref(encoding)).tobytes()
