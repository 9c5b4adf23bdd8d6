"""`.cdc` files: their latents, their samples, and the way back."""

import builtins
import os
import weakref
from ctypes import byref, c_void_p

import numpy as np

from ._library import Array, Description, array_of, call, library

_PICTURE = 1


class CodedFile:
    """A `.cdc` file in memory.

    - medium: "picture" or "sound"; `model` and `digest` say what made it.
    - width, height, channels, bits: of a picture. rate, frames, channels, bits: of a sound; bits are 0 for floats.
    - step: a latent s stands for the coefficient s * step. stride: pixels to either side that a position of the grid of a
      picture stands for, 1 for mosaics of bands. column_rate: columns of a sound in a second. primary_channels: the first
      channels are the tensor to learn from. All of these are None for files without latents.
    """

    def __init__(self, data):
        data = bytes(data)
        handle = c_void_p()
        call("codec_file_open", data, len(data), byref(handle))
        self._handle = handle
        weakref.finalize(self, library.codec_file_free, handle)
        told = Description()
        library.codec_file_describe(handle, byref(told))
        is_picture = told.medium == _PICTURE
        has_latents = told.has_latents != 0
        self.medium = "picture" if is_picture else "sound"
        self.model = told.model.decode()
        self.digest = told.digest.decode()
        self.channels, self.bits = told.channels, told.bits
        self.width, self.height = (told.width, told.height) if is_picture else (None, None)
        self.rate, self.frames = (None, None) if is_picture else (told.rate, told.frames)
        self.has_latents = has_latents
        self.step = told.step if has_latents else None
        self.stride = told.stride if has_latents and is_picture else None
        self.column_rate = told.column_rate if has_latents and not is_picture else None
        self.primary_channels = told.primary_channels if has_latents else None

    def latents(self, primary=False, normalize=False):
        """Pictures: [channels, height, width]; sounds: [pairs of channels, channels, columns].

        int16; with `normalize` float32, coefficients over the deviations that the model's channels have in its training data.
        `primary` leaves out the channels of details. Raises Unsupported for a file without latents.
        """
        return array_of("codec_file_latents", self._handle, int(primary), int(normalize))

    def decode(self, dtype=None, threads=1):
        """Pictures: [height, width, channels], uint8 or uint16; sounds: [channels, frames], int32 or float32.

        With dtype=numpy.float32 full scale is 0 to 1 for pictures and -1 to 1 for sounds.
        """
        samples = array_of("codec_file_decode", self._handle, threads)
        return _converted(samples, self, dtype)


def open(source):
    """A file by its path or its bytes."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        return CodedFile(source)
    with builtins.open(os.fspath(source), "rb") as file:
        return CodedFile(file.read())


def decode_latents(latents, like, dtype=None, threads=1):
    """Samples of latents that a network made, as `CodedFile.decode` gives them.

    - latents: integers, or floats that are normalised; the first channels of the model's, or all.
    - like: a `CodedFile` of the same model, size and step.
    """
    latents = np.asarray(latents)
    kind = np.float32 if np.issubdtype(latents.dtype, np.floating) else np.int16
    if kind is np.int16 and latents.size and (latents.min() < -32768 or latents.max() > 32767):
        raise ValueError("latents that do not fit 16 bits")
    latents = np.ascontiguousarray(latents, kind)
    if latents.ndim != 3:
        raise ValueError(f"latents of {latents.ndim} dimensions; there are three")
    samples = array_of("codec_latents_decode", byref(Array.of(latents)), like._handle, threads)
    return _converted(samples, like, dtype)


def _converted(samples, file, dtype):
    if dtype is None or np.dtype(dtype) == samples.dtype:
        return samples
    if np.dtype(dtype) != np.float32:
        raise ValueError(f"samples are {samples.dtype} or float32, not {np.dtype(dtype)}")
    scale = 2**file.bits - 1 if file.medium == "picture" else 2 ** (file.bits - 1)
    return (samples / np.float64(scale)).astype(np.float32)
