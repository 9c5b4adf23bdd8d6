"""Measures of what codecs of a few kbit/s give back, on the mono mix; none is a hearing test."""

import importlib
import os
import sys

import numpy
import soundfile
import torch

from codecs_table import ROOT
from seams import CHUNK, of_file

sys.path.insert(0, os.path.join(ROOT, "models", "recipes"))
import consistency_metrics as metrics  # noqa: E402
from consistency_domain import BAND_OF_BIN, BANDS, HOP, spectrum  # noqa: E402

SCALE = 128  # The recipe's unit.
DRAWS = 10
# Frames at either end that are left out: baselines lack their neighbours there.
EDGE = 1024


def optional(name, kind):
    """An object of a class of a module whose packages may not be installed."""
    try:
        return getattr(importlib.import_module(name), kind)()
    except ImportError as error:
        print(f"without {name}: {error}", file=sys.stderr)
        return None


def mono(path):
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return samples.mean(1), rate


def band_energies(x):
    frames = torch.from_numpy(spectrum(x.numpy()[: len(x) // HOP * HOP]))
    return torch.zeros(BANDS).index_add_(0, BAND_OF_BIN, frames.square().sum(0))


def flux(paths):
    """At borders of chunks over that elsewhere: of magnitudes and of log spectra, means over the files."""
    return numpy.mean([of_file(path, CHUNK) for path in paths], axis=0).tolist()


class Measures:
    """Of rows against the original clips; those that take long only on the first `listened`."""

    def __init__(self, clips, listened, visqol):
        self.clips, self.listened, self.visqol = clips, clips[:listened], visqol
        self.notes = optional("musical_notes", "Notes")
        self.tagger = optional("musicnn_model", "Musicnn")
        self.originals = [self.part(clip.wave) for clip in clips]
        self.energies = sum(band_energies(x) for x in self.originals)
        self.heard = self.embedded([clip.wave for clip in clips])
        self.written = [self.notes.of(clip.wave) for clip in self.listened] if self.notes else None

    @staticmethod
    def part(path):
        return torch.from_numpy(mono(path)[0][EDGE:-EDGE] * SCALE)

    def embedded(self, paths):
        """Embeddings of all clips one after the other, [windows, 200]."""
        return torch.cat([self.tagger.embed(*mono(path)) for path in paths]) if self.tagger else None

    def seams(self):
        """Of the originals."""
        return flux([clip.wave for clip in self.clips])

    def floor(self):
        """Frechet distance between halves of the original windows drawn at random, mean over draws."""
        generator = torch.Generator().manual_seed(1)
        total = 0
        for _ in range(DRAWS):
            order = torch.randperm(len(self.heard), generator=generator)
            half = len(order) // 2
            total += self.distance(self.heard[order[:half]], self.heard[order[half:]])
        return total / DRAWS

    @staticmethod
    def distance(a, b):
        return metrics.frechet(a.double(), b.double(), a.shape[1])

    @staticmethod
    def clip(x, y):
        told = {"si_sdr": metrics.si_sdr(x, y), "mel": (metrics.log_mel(x) - metrics.log_mel(y)).abs().mean().item()}
        told |= {"lsd " + key: value for key, value in metrics.spectral_distance(x, y).items()}
        return told | {"mr": metrics.multi_resolution(x, y)}

    def row(self, paths):
        """Figures of one row; `paths`: what came back, clip by clip."""
        decoded = [self.part(path) for path in paths]
        figures = [self.clip(*pair) for pair in zip(self.originals, decoded)]
        told = {key: float(numpy.mean([row[key] for row in figures])) for key in figures[0]}
        levels = 10 * torch.log10((sum(band_energies(y) for y in decoded) + 1e-9) / self.energies)
        told |= {"lowest": levels.min().item(), "highest": levels.max().item()}
        told["seams"], told["log seams"] = flux(paths)
        if self.tagger:
            told["frechet"] = self.distance(self.heard, self.embedded(paths))
        if self.visqol:
            told["visqol"] = float(numpy.mean([self.visqol.score(*pair) for pair in zip(self.listened, paths)]))
        if self.notes:
            import musical_notes

            scores = [musical_notes.f_measure(a, self.notes.of(path)) for a, path in zip(self.written, paths)]
            told["notes"] = float(numpy.mean(scores))
        return told
