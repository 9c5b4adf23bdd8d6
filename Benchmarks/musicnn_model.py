"""The music tagger of the package musicnn 0.1.0 as an embedding, its released weights run with torch.

The package itself wants TensorFlow and numpy under 1.17, which current Pythons do not have: install it with `--no-deps`. Here
its checkpoint is read, and its network computed: convolutions over a whole sound, the pooling over windows of 3 s.
"""

import importlib.util
import os
import struct

import librosa
import numpy
import torch
import torch.nn.functional as F

RATE, SIZE, HOP, MELS = 16000, 512, 256, 96
WINDOW, STEP = 187, 62  # Frames: 3 s, every second.
EPSILON = 1e-3  # Of the normalisations.


def number(data, at):
    """A number of seven bits a byte, and the place behind it."""
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def entries(data, start, size):
    """Keys and values of an uncompressed block of a table; keys share their beginnings."""
    if data[start + size] != 0:
        raise RuntimeError("compressed index")
    restarts = struct.unpack("<I", data[start + size - 4 : start + size])[0]
    at, end, key = start, start + size - 4 - 4 * restarts, b""
    while at < end:
        shared, at = number(data, at)
        fresh, at = number(data, at)
        length, at = number(data, at)
        key = key[:shared] + data[at : at + fresh]
        at += fresh
        yield key.decode(), data[at : at + length]
        at += length


def fields(message):
    """(field, value) of a protocol buffer without groups."""
    at = 0
    while at < len(message):
        tag, at = number(message, at)
        if tag & 7 == 0:
            value, at = number(message, at)
        else:
            size, at = number(message, at) if tag & 7 == 2 else ({1: 8, 5: 4}[tag & 7], at)
            value, at = message[at : at + size], at + size
        yield tag >> 3, value


def checkpoint(folder):
    """{name: float32 array} of a TensorFlow checkpoint with one data file."""
    with open(os.path.join(folder, ".index"), "rb") as file:
        index = file.read()
    with open(os.path.join(folder, ".data-00000-of-00001"), "rb") as file:
        data = file.read()
    # The footer: place and size of the list of meta blocks, then of the list of blocks.
    at, footer = 0, index[-48:]
    places = []
    for _ in range(4):
        value, at = number(footer, at)
        places.append(value)
    arrays = {}
    for _, handle in entries(index, *places[2:]):
        start, at = number(handle, 0)
        for key, value in entries(index, start, number(handle, at)[0]):
            told = dict(fields(value))
            if key and told[1] == 1:
                shape = [dict(fields(size)).get(1, 0) for field, size in fields(told.get(2, b"")) if field == 2]
                array = numpy.frombuffer(data, "<f4", told[5] // 4, told.get(4, 0))
                arrays[key] = torch.from_numpy(array.reshape(shape).copy())
    return arrays


class Musicnn:
    """`name`: MSD_musicnn (tags of songs) or MTT_musicnn."""

    def __init__(self, name="MSD_musicnn"):
        package = importlib.util.find_spec("musicnn")
        if package is None:
            raise ImportError("musicnn")
        self.weights = checkpoint(os.path.join(package.submodule_search_locations[0], name))

    def norm(self, x, index):
        """Normalisation `index` of channels, the second dimension."""
        name = "batch_normalization" + (f"_{index}" if index else "")
        mean, variance, gain, shift = (
            self.weights[f"{name}/{part}"] for part in ("moving_mean", "moving_variance", "gamma", "beta"))
        return F.batch_norm(x, mean, variance, gain, shift, eps=EPSILON)

    def block(self, x, index, padding):
        """Convolution `index` over [1, 1, time, mel], then the largest over mel."""
        name = f"conv2d_{index}" if index else "conv2d"
        kernel = self.weights[name + "/kernel"].permute(3, 2, 0, 1)
        y = F.relu(F.conv2d(F.pad(x, (0, 0, *padding)), kernel, self.weights[name + "/bias"]))
        return self.norm(y, index + 1).amax(3)

    def dense_block(self, x, index):
        kernel = self.weights[f"conv2d_{index}/kernel"][:, :, 0].permute(2, 1, 0)
        return self.norm(F.relu(F.conv1d(F.pad(x, (3, 3)), kernel, self.weights[f"conv2d_{index}/bias"])), index + 1)

    @torch.no_grad()
    def windows(self, sound, rate):
        """[windows, 1506]: pooled features of a mono sound in -1 ... 1."""
        sound = librosa.resample(numpy.asarray(sound, numpy.float32), orig_sr=rate, target_sr=RATE)
        mel = librosa.feature.melspectrogram(y=sound, sr=RATE, hop_length=HOP, n_fft=SIZE, n_mels=MELS).T
        # The package rounds to half precision first, which overflows where a sound is loud.
        x = torch.from_numpy(numpy.log10(10000 * mel + 1))
        x = self.norm(x[None, None], 0)
        front = [self.block(x, index, (3, 3)) for index in (0, 1)]
        front += [self.block(x, index, ((size - 1) // 2, size // 2)) for index, size in ((2, 128), (3, 64), (4, 32))]
        parts = [torch.cat(front, 1)]
        parts.append(self.dense_block(parts[0], 5))
        parts.append(self.dense_block(parts[1], 6) + parts[1])
        parts.append(self.dense_block(parts[2], 7) + parts[2])
        pieces = torch.cat(parts, 1)[0].unfold(1, WINDOW, STEP)
        return torch.stack((pieces.amax(2), pieces.mean(2)), 2).permute(1, 0, 2).flatten(1)

    @torch.no_grad()
    def embed(self, sound, rate):
        """[windows, 200]: the penultimate layer."""
        x = self.norm(self.windows(sound, rate), 9)
        return self.norm(F.relu(x @ self.weights["dense/kernel"] + self.weights["dense/bias"]), 10)

    @torch.no_grad()
    def tags(self, sound, rate):
        """[windows, 50]: chances of the package's labels."""
        logits = self.embed(sound, rate) @ self.weights["dense_1/kernel"] + self.weights["dense_1/bias"]
        return torch.sigmoid(logits)
