"""The domain of the consistency models: lapped transform, bands, chunks, and the training music in it."""

import functools
import math
import os

import numpy as np
import scipy.fft
import scipy.signal
import torch

import music

# Coefficients of a frame, frames of a chunk.
HOP, FRAMES = 1024, 32
CHUNK = HOP * FRAMES
# Envelope bands, in bins of 21.5 Hz.
EDGES = [0, 4, 8, 12, 16, 20, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192]
EDGES += [224, 256, 320, 384, 512, 640, 800, 1024]
BANDS = len(EDGES) - 1
# Bins that the network sees one by one, 0 to 4134 Hz; bands that lie in them; bins that the anchor covers.
FINE, FINE_BANDS, ANCHORED = 192, 17, 72
# Samples of 16 bits a unit, so that halves hold all coefficients; mean square below which there is silence.
UNIT, FLOOR = 256, 1e-5
# Speeds p / q at which training hears every track, pitch and all. Other keys, and other places in
# the grid of frames, where a piece of music has other coefficients.
SPEEDS = ((1, 1), (5, 6), (10, 11), (11, 10), (6, 5))
# Equalizers of training: a knot every two octaves, decibels of the strongest one's deviation at each.
KNOTS, EQUALIZER = 6, 5

BAND_OF_BIN = torch.tensor(np.repeat(np.arange(BANDS), np.diff(EDGES)))
WIDTHS = torch.tensor(np.diff(EDGES), dtype=torch.float32)


@functools.cache
def at(constant, device):
    """A constant of a module on a device, carried there once: a graph of kernels must not wait for the processor."""
    return constant.to(device)


def slope():
    """The rising half of the window, 1024 samples: sin(pi/2 sin^2)."""
    return np.sin(np.pi / 2 * np.sin(np.pi * (2 * np.arange(HOP) + 1) / (4 * HOP)) ** 2)


def spectrum(samples):
    """Frames [T, 1024] of samples [T 1024], zeros around; frame t covers samples 1024 t - 512 to 1024 t + 1536.

    Twin of music_lapped and music_transform: folded at both boundaries, reversed, DCT-IV, orthonormal.
    """
    half, rising = HOP // 2, slope()
    large, small = rising[half:], rising[:half][::-1]
    padded = np.pad(np.asarray(samples, np.float64), (half, half))
    count = len(samples) // HOP
    start = np.arange(count)[:, None] * HOP + half
    near = np.arange(half)
    left = large * padded[start + near] - small * padded[start - 1 - near]
    end = start + HOP
    right = large * padded[end - 1 - near] + small * padded[end + near]
    folded = np.concatenate((left, right[:, ::-1]), 1)
    return scipy.fft.dct(folded[:, ::-1], type=4, norm="ortho").astype(np.float32)


def samples(frames):
    """Samples [T 1024] of frames [T, 1024]; the first and last 512 lack their neighbours."""
    half, rising = HOP // 2, slope()
    large, small = rising[half:], rising[:half][::-1]
    out = scipy.fft.dct(np.asarray(frames, np.float64), type=4, norm="ortho")[:, ::-1].copy()
    before, after = out[:-1, : half - 1 : -1].copy(), out[1:, :half].copy()
    out[:-1, : half - 1 : -1] = large * before - small * after
    out[1:, :half] = large * after + small * before
    return out.reshape(-1).astype(np.float32)


def log_energy(x):
    """Natural logarithm of the mean square of all 25 bands, [..., 25], of frames [..., 1024]."""
    total = torch.cat((torch.zeros_like(x[..., :1]), x.square()), -1).double().cumsum(-1)
    return torch.log((total[..., EDGES[1:]] - total[..., EDGES[:-1]]).float() / at(WIDTHS, x.device) + FLOOR)


def middle(track, start=0, count=None):
    """Mid channel in units, whole frames."""
    stop = len(track) if count is None else start + count
    part = np.asarray(track[start:stop], np.float32).mean(1) / UNIT
    return part[: len(part) // HOP * HOP]


def knots():
    """Shares of the knots of an equalizer in the bins [6, 1024]: linear in octaves."""
    octave = torch.log2(torch.arange(1024) + 0.5) / 2
    return (1 - (octave - torch.arange(KNOTS)[:, None]).abs()).clamp(min=0)


class Music:
    """Frames of all tracks of a split: `fine` [T, 192] halves, `upper` [T, 8] log energies, `starts` of the tracks."""

    def __init__(self, workdir, split="train", speeds=SPEEDS[:1]):
        parts = [self.prepared(workdir, split, speed) for speed in speeds]
        self.fine, self.upper = (torch.cat([torch.from_numpy(part[name]) for part in parts]) for name in ("fine", "upper"))
        lengths = np.concatenate([np.diff(part["starts"]) for part in parts])
        self.starts = np.concatenate(([0], np.cumsum(lengths)))
        self.shape = torch.from_numpy(parts[0]["shape"])
        curves = knots()
        self.curves = curves[:, :FINE], curves @ (torch.nn.functional.one_hot(BAND_OF_BIN) / WIDTHS)[:, FINE_BANDS:]

    @classmethod
    def prepared(cls, workdir, split, speed):
        """Arrays of a split at a speed, read or made."""
        ending = "" if speed == SPEEDS[0] else "-{}-{}".format(*speed)
        folder = os.path.join(workdir, "consistency-music-" + split + ending)
        if not os.path.exists(os.path.join(folder, "starts.npy")):
            cls.prepare(workdir, split, speed, folder)
        return {name: np.load(os.path.join(folder, name + ".npy"), mmap_mode="c") for name in ("fine", "upper", "starts", "shape")}

    @staticmethod
    def prepare(workdir, split, speed, folder):
        os.makedirs(folder, exist_ok=True)
        fine, upper, starts, shape = [], [], [0], 0
        for _, track in sorted(music.load(workdir, split).items()):
            sound = scipy.signal.resample_poly(middle(track), speed[1], speed[0])
            x = torch.from_numpy(spectrum(sound[: len(sound) // HOP * HOP]))
            energy = log_energy(x)
            fine.append(x[:, :FINE].half().numpy())
            upper.append(energy[:, FINE_BANDS:].half().numpy())
            starts.append(starts[-1] + len(x))
            loud = energy[:, 5] > -3
            if loud.any():
                share = x[loud].square() / torch.exp(energy[loud])[:, BAND_OF_BIN]
                shape = shape + share.clamp(max=30).mean(0)
        # What the bins of a band are to each other on average, their mean square 1.
        shape = shape / torch.zeros(BANDS).index_add_(0, BAND_OF_BIN, shape).div(WIDTHS)[BAND_OF_BIN]
        np.save(os.path.join(folder, "shape.npy"), torch.log(shape.clamp(min=1e-3)).numpy())
        np.save(os.path.join(folder, "fine.npy"), np.concatenate(fine))
        np.save(os.path.join(folder, "upper.npy"), np.concatenate(upper))
        np.save(os.path.join(folder, "starts.npy"), np.array(starts))

    def to(self, device):
        self.fine, self.upper = self.fine.to(device), self.upper.to(device)
        self.curves = [curve.to(device) for curve in self.curves]
        return self

    def crops(self, count, chunks, generator):
        """Sequences of chunks: coefficients [count, chunks, 32, 192] and upper log energies [count, chunks, 32, 8].

        Tracks by the root of their length; every other sequence has a second one mixed in; gains of +-10 dB of either
        sign; an equalizer for each, or networks learn how bright this music is and expect it of any other.
        """
        fine, upper = self.equalized(count, chunks, generator)
        mixed, more = self.equalized(count, chunks, generator)
        share = torch.rand(count, 1, 1, generator=generator) * (torch.rand(count, 1, 1, generator=generator) < 0.4)
        gain = 10 ** (torch.randn(count, 1, 1, generator=generator).clamp(-2, 2) * 0.25)
        gain *= torch.randint(2, (count, 1, 1), generator=generator) * 2 - 1
        share, gain = share.to(fine.device), gain.to(fine.device)
        x = (fine + share * mixed) * gain
        energy = torch.log((torch.exp(upper) + share**2 * torch.exp(more)) * gain**2 + FLOOR)
        return x.unflatten(1, (chunks, FRAMES)), energy.unflatten(1, (chunks, FRAMES))

    def equalized(self, count, chunks, generator):
        """Drawn sequences, each behind an equalizer of a strength of its own."""
        strength = torch.rand(count, 1, generator=generator) * EQUALIZER
        curve = (strength * torch.randn(count, KNOTS, generator=generator)).to(self.fine.device) * (math.log(10) / 20)
        fine, upper = self.draw(count, chunks, generator)
        bins, bands = (curve @ part for part in self.curves)
        return fine * torch.exp(bins)[:, None], upper + 2 * bands[:, None]

    def draw(self, count, chunks, generator):
        need = chunks * FRAMES
        lengths = np.diff(self.starts)
        chances = torch.from_numpy(np.sqrt(np.maximum(lengths - need, 0)))
        index = torch.multinomial(chances, count, True, generator=generator).numpy()
        places = torch.rand(count, generator=generator).numpy()
        first = self.starts[index] + (places * (lengths[index] - need)).astype(int)
        device = self.fine.device
        return self.rows(torch.from_numpy(first).to(device)[:, None] + torch.arange(need, device=device))

    def rows(self, index):
        return self.fine[index].float(), self.upper[index].float()


def training_music(workdir):
    """At all speeds where there are tracks to be played at them; a machine with packed music has one speed."""
    return Music(workdir, speeds=SPEEDS if music.load(workdir, "train") else SPEEDS[:1])
