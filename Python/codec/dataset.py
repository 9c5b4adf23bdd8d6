"""Data sets of `.cdc` files, folders of them and shards: samples one by one, and batches."""

import ctypes
import os
import weakref
from ctypes import byref, c_float, c_int64, c_void_p
from typing import NamedTuple

import numpy as np

from ._library import Array, BatchArrays, DatasetOptions, LoaderOptions, array_of, call, library, texts


class Batch(NamedTuple):
    """values: [samples, channels, height, width], float32 or int16. labels: int64, -1 without one. indices: which samples
    of the data set they are. steps: float32, of each sample."""

    values: np.ndarray
    labels: np.ndarray
    indices: np.ndarray
    steps: np.ndarray


class LatentDataset:
    """Labelled latents, as a map-style data set: PyTorch's `DataLoader` takes it as it is.

    - paths: `.cdc` files, folders that hold such or `.tar` shards anywhere below, and shards.
    - primary: only the channels to learn from.
    - labels: the path of a table of names and labels, CSV; None: the names of the folders.
    - classes: names and order of the classes, those of the data that was learned from; None: the names that occur, sorted.
    - statistics: means and deviations by channel, [2, channels], those of the data that was learned from, see `statistics()`.
      Samples then are float32, (s * step - mean) / deviation; else int16.
    - transform: a function of a sample's array.

    A sample is its array, [channels, height, width], and the number of its class, -1 without one.
    """

    def __init__(self, paths, primary=True, labels=None, classes=None, statistics=None, transform=None):
        paths = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
        self._made_of = ([os.fspath(path) for path in paths], primary, labels, classes, statistics, transform)
        options = DatasetOptions(primary=int(primary))
        if labels is not None:
            with open(labels, "rb") as file:
                table = file.read()
            options.labels, options.label_bytes = table, len(table)
        if classes is not None:
            options.classes, options.class_count = texts(classes), len(classes)
        handle = c_void_p()
        call("codec_dataset_open", texts(self._made_of[0]), len(paths), byref(options), byref(handle))
        self._handle = handle
        weakref.finalize(self, library.codec_dataset_free, handle)
        self.classes = [
            _text("codec_dataset_class", handle, index) for index in range(library.codec_dataset_class_count(handle))
        ]
        self._statistics = None if statistics is None else _table(statistics)
        self._transform = transform

    def __reduce__(self):
        # Workers that are not forked open the files anew.
        return LatentDataset, self._made_of

    def __len__(self):
        return library.codec_dataset_count(self._handle)

    def __getitem__(self, index):
        symbols, step = self.array(index)
        if self._statistics is not None:
            means, deviations = self._statistics[:, :, np.newaxis, np.newaxis]
            if symbols.shape[0] != len(means):
                raise ValueError(f"{self.key(index)}: {symbols.shape[0]} channels; statistics are of {len(means)}")
            symbols = (symbols * np.float32(step) - means) / deviations
        if self._transform is not None:
            symbols = self._transform(symbols)
        return symbols, self.label(index)

    def array(self, index):
        """The latents of a sample, int16, and their step."""
        result, step = Array(), c_float()
        call("codec_dataset_array", self._handle, self._checked(index), byref(result), byref(step))
        return result.taken(), step.value

    def key(self, index):
        """What a sample is called."""
        return _text("codec_dataset_key", self._handle, self._checked(index))

    def label(self, index):
        """The number of a sample's class; -1 without a label."""
        return library.codec_dataset_label(self._handle, self._checked(index))

    def statistics(self, threads=2):
        """Mean and deviation of the coefficients by channel, over all samples: float32, [2, channels]."""
        return array_of("codec_dataset_statistics", self._handle, threads)

    def batches(self, size=64, **options):
        """Batches for every epoch; see `Batches`."""
        return Batches(self, size, **options)

    def torch(self):
        """The same samples as a `torch.utils.data.Dataset` of tensors. Imports torch."""
        from .torch import TorchLatents

        return TorchLatents(self)

    def _checked(self, index):
        count = len(self)
        if not -count <= index < count:
            raise IndexError(f"sample {index} of {count}")
        return int(index) % count


class Batches:
    """Batches of a data set, epoch by epoch, prepared on threads of the library while others are learned from.

    What is in a batch follows from seed, epoch and data alone. Values are float32 where the data set has statistics, else int16.

    - shuffle, drop_last: as in PyTorch.
    - flips, shift, window: changes at random, in positions of the grid; docs/learning.md tells what flips are worth. A window
      is (height, width); with augment=False it lies in the middle, and nothing is random.
    - compand: normalised values z become asinh(3 z) / 1.3.
    """

    def __init__(self, dataset, size=64, *, shuffle=True, drop_last=False, seed=0, augment=True, flips=False, shift=0,
                 window=None, compand=False, threads=2, prefetched=2):
        if compand and dataset._statistics is None:
            raise ValueError("only normalised values are companded: the data set has no statistics")
        height, width = window or (0, 0)
        options = LoaderOptions(
            size=size, prefetched=prefetched, threads=threads, seed=seed, shuffles=int(shuffle),
            drops_last=int(drop_last), augments=int(augment), flips=int(flips), shift=shift, window_height=height,
            window_width=width, compands=int(compand))
        table = dataset._statistics
        if table is not None:
            options.statistics = table.ctypes.data_as(ctypes.POINTER(c_float))
            options.channels = table.shape[1]
        self._dataset = dataset
        handle = c_void_p()
        call("codec_loader_create", dataset._handle, byref(options), byref(handle))
        self._handle = handle
        weakref.finalize(self, library.codec_loader_free, handle)

    def __len__(self):
        return library.codec_loader_batch_count(self._handle)

    def __iter__(self):
        return self.epoch(0)

    def epoch(self, number):
        """The batches of an epoch; the first one has the number 0."""
        epoch = c_void_p(library.codec_loader_epoch(self._handle, number))
        try:
            while True:
                arrays = BatchArrays()
                call("codec_epoch_next", epoch, byref(arrays))
                if arrays.values.dimensions == 0:
                    return
                yield _taken(arrays)
        finally:
            library.codec_epoch_free(epoch)

    def batch(self, indices, epoch=0):
        """A batch of these samples, as it is in that epoch."""
        indices = [self._dataset._checked(index) for index in indices]
        indices = (c_int64 * len(indices))(*indices)
        arrays = BatchArrays()
        call("codec_loader_batch", self._handle, indices, len(indices), epoch, byref(arrays))
        return _taken(arrays)


def _taken(arrays):
    batch = Batch(arrays.values.numpy(), arrays.labels.numpy(), arrays.indices.numpy(), arrays.steps.numpy())
    library.codec_batch_free(byref(arrays))
    return batch


def _text(name, handle, index):
    result = Array()
    getattr(library, name)(handle, index, byref(result))
    return result.taken().tobytes().decode()


def _table(statistics):
    table = np.ascontiguousarray(statistics, np.float32)
    if table.ndim != 2 or table.shape[0] != 2:
        raise ValueError(f"statistics of shape {table.shape}; they are means and deviations by channel")
    if not (np.isfinite(table).all() and (table[1] > 0).all()):
        raise ValueError("statistics: a value is not finite, or a deviation not above 0")
    return table
