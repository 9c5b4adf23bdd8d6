"""What the tests share: pictures, the program beside which all is held, and readers of its outputs."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import wave

import numpy as np

REPOSITORY = pathlib.Path(os.environ["REPOSITORY"])


def tool(*arguments):
    """Runs the program."""
    result = subprocess.run([os.environ["CODEC"], *map(str, arguments)], capture_output=True, text=True)
    if result.returncode != 0:
        raise AssertionError(f"codec {arguments}: {result.stderr}")
    return result.stdout


def python(*arguments, folder):
    """Runs another interpreter of the same environment."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False)


def picture(height, width, channels=3, dtype=np.uint8, seed=1):
    """Smooth, with an edge and a little noise."""
    random = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:height, 0:width]
    waves = [np.sin(rows / (7 + c) + seed) + np.cos(columns / (11 + 2 * c)) for c in range(channels)]
    values = np.stack(waves, axis=2) / 4 + 0.5 + 0.2 * (columns > width // 2)[:, :, None]
    values = np.clip(values + random.normal(0, 0.02, values.shape), 0, 1)
    return np.round(values * np.iinfo(dtype).max).astype(dtype)


def write_pnm(path, pixels):
    """PPM or PGM, big-endian where samples have 16 bits."""
    height, width, channels = pixels.shape
    kind = {1: "P5", 3: "P6"}[channels]
    head = f"{kind}\n{width} {height}\n{np.iinfo(pixels.dtype).max}\n".encode()
    path.write_bytes(head + pixels.astype(pixels.dtype.newbyteorder(">")).tobytes())


def read_pnm(path):
    """The same way back, of files without comments."""
    kind, width, height, most = path.read_bytes().split(maxsplit=4)[:4]
    width, height = int(width), int(height)
    dtype = np.dtype(np.uint8) if int(most) < 256 else np.dtype(">u2")
    channels = {b"P5": 1, b"P6": 3}[kind]
    count = width * height * channels
    values = np.frombuffer(path.read_bytes()[-count * dtype.itemsize :], dtype)
    return values.reshape(height, width, channels).astype(dtype.newbyteorder("="))


def read_wav(path):
    """Samples of 16 bits, [channels, frames], and the rate."""
    with wave.open(str(path)) as file:
        assert file.getsampwidth() == 2
        values = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return values.reshape(-1, file.getnchannels()).T, file.getframerate()


class FolderTest(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
