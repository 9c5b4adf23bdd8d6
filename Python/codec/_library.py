"""The shared library: types and functions of codec.h."""

import ctypes
import os
import pathlib
from ctypes import POINTER, byref, c_char, c_char_p, c_double, c_float, c_int32, c_int64, c_uint64, c_void_p

import numpy as np

from .errors import KINDS

TYPES = {
    1: np.dtype(np.uint8), 2: np.dtype(np.uint16), 3: np.dtype(np.int16), 4: np.dtype(np.int32), 5: np.dtype(np.int64),
    6: np.dtype(np.float32),
}
CODES = {dtype: code for code, dtype in TYPES.items()}


class Error(ctypes.Structure):
    _fields_ = [("code", c_int32), ("message", c_char * 508)]


class Array(ctypes.Structure):
    _fields_ = [("type", c_int32), ("dimensions", c_int32), ("shape", c_int64 * 4), ("values", c_void_p)]

    @classmethod
    def of(cls, values):
        """One that borrows the memory of a NumPy array, which must be contiguous and outlive it."""
        shape = (c_int64 * 4)(*values.shape)
        return cls(CODES[values.dtype], values.ndim, shape, values.ctypes.data)

    def numpy(self):
        """A copy that NumPy owns."""
        dtype, shape = TYPES[self.type], tuple(self.shape[: self.dimensions])
        result = np.empty(shape, dtype)
        ctypes.memmove(result.ctypes.data, self.values, result.nbytes)
        return result

    def taken(self):
        """The same, and the memory of the library is freed."""
        result = self.numpy()
        library.codec_array_free(byref(self))
        return result


class Description(ctypes.Structure):
    _fields_ = [
        ("medium", c_int32), ("has_latents", c_int32), ("model", c_char * 64), ("digest", c_char * 33),
        ("bits", c_int32), ("channels", c_int32), ("width", c_int64), ("height", c_int64), ("rate", c_int64),
        ("frames", c_int64), ("step", c_float), ("stride", c_int32), ("column_rate", c_double),
        ("primary_channels", c_int32),
    ]


class Encoding(ctypes.Structure):
    _fields_ = [
        ("model", c_char_p), ("quality", c_double), ("step", c_float), ("lossless", c_int32), ("classes", c_int32),
        ("levels", c_int32), ("threads", c_int32),
    ]


class DatasetOptions(ctypes.Structure):
    _fields_ = [
        ("primary", c_int32), ("labels", c_char_p), ("label_bytes", c_int64), ("classes", POINTER(c_char_p)),
        ("class_count", c_int64),
    ]


class LoaderOptions(ctypes.Structure):
    _fields_ = [
        ("size", c_int64), ("prefetched", c_int32), ("threads", c_int32), ("seed", c_uint64), ("shuffles", c_int32),
        ("drops_last", c_int32), ("augments", c_int32), ("flips", c_int32), ("shift", c_int64),
        ("window_height", c_int64), ("window_width", c_int64), ("statistics", POINTER(c_float)),
        ("channels", c_int64), ("compands", c_int32),
    ]


class BatchArrays(ctypes.Structure):
    _fields_ = [("values", Array), ("labels", Array), ("indices", Array), ("steps", Array)]


def _load():
    path = os.environ.get("CODEC_LIBRARY") or pathlib.Path(__file__).with_name("libcodec_c.so")
    library = ctypes.CDLL(str(path))

    def declare(name, *arguments, result=None):
        function = getattr(library, name)
        function.argtypes, function.restype = arguments, result

    def fallible(name, *arguments):
        declare(name, *arguments, POINTER(Error), result=c_int32)

    handle, array, texts = c_void_p, POINTER(Array), POINTER(c_char_p)
    declare("codec_array_free", array)
    fallible("codec_file_open", c_char_p, c_int64, POINTER(handle))
    declare("codec_file_free", handle)
    declare("codec_file_describe", handle, POINTER(Description))
    fallible("codec_file_latents", handle, c_int32, c_int32, array)
    fallible("codec_file_decode", handle, c_int32, array)
    fallible("codec_latents_decode", array, handle, c_int32, array)
    fallible("codec_picture_encode", array, POINTER(Encoding), array)
    fallible("codec_sound_encode", array, c_int32, c_int64, POINTER(Encoding), array)
    fallible("codec_dataset_open", texts, c_int64, POINTER(DatasetOptions), POINTER(handle))
    declare("codec_dataset_free", handle)
    declare("codec_dataset_count", handle, result=c_int64)
    declare("codec_dataset_class_count", handle, result=c_int64)
    declare("codec_dataset_label", handle, c_int64, result=c_int64)
    declare("codec_dataset_key", handle, c_int64, array)
    declare("codec_dataset_class", handle, c_int64, array)
    fallible("codec_dataset_array", handle, c_int64, array, POINTER(c_float))
    fallible("codec_dataset_statistics", handle, c_int32, array)
    fallible("codec_loader_create", handle, POINTER(LoaderOptions), POINTER(handle))
    declare("codec_loader_free", handle)
    declare("codec_loader_batch_count", handle, result=c_int64)
    fallible("codec_loader_batch", handle, POINTER(c_int64), c_int64, c_int64, POINTER(BatchArrays))
    declare("codec_loader_epoch", handle, c_int64, result=handle)
    declare("codec_epoch_free", handle)
    fallible("codec_epoch_next", handle, POINTER(BatchArrays))
    declare("codec_batch_free", POINTER(BatchArrays))
    return library


library = _load()


def call(name, *arguments):
    """Calls a function that can fail, and raises its error."""
    error = Error()
    code = getattr(library, name)(*arguments, byref(error))
    if code != 0:
        raise KINDS[code](error.message.decode("utf-8", "replace"))


def array_of(name, *arguments):
    """The array that a function which can fail gives as its last result."""
    result = Array()
    call(name, *arguments, byref(result))
    return result.taken()


def texts(strings):
    """Strings as C takes lists of them."""
    return (c_char_p * len(strings))(*[os.fsencode(string) for string in strings])
