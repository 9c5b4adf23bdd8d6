"""Learns the circuit model of a released model of sounds.

    python circuit_sound.py WORKDIR NAME MODELS LEARNER     NAME: latent-5x or latent-20x; LEARNER: the built `learn-latents`

As circuit.py for pictures: one excerpt of two groups of every training track, at steps around the rate of the profile; taps
that expect signs are fitted to some of them. A run takes minutes.
"""

import argparse
import os

import numpy as np
import soundfile
import torch
from safetensors.torch import load_file

import circuit
import contexts
import export_sound
import latent_sound
import music
import sound_contexts
from class_model import ClassModel
from sound_domain import HOP, MARGIN, UNIT, band_norms
from sound_domain import columns as columns_of

# Columns of an excerpt: two groups.
COLUMNS = 2048
# Every so many excerpts one is used for the taps.
SPARSE = 5
# Residuals of a channel that taps are fitted to.
LIMIT = 8000


def excerpts(workdir):
    """Yields int16 [frames, 2] of every training track, from its first, middle or last third; quiet ones are left out."""
    for index, (_, track) in enumerate(sorted(music.load(workdir, "train").items())):
        frames = COLUMNS * HOP
        start = int((len(track) - frames) * (index % 3 + 0.5) / 3)
        if start >= 0:
            excerpt = np.array(track[start : start + frames])
            if np.square(excerpt / UNIT).mean() > 1e-4:
                yield excerpt


def segments(sounds):
    """Packet coefficients of the excerpts, without the columns that their ends spoil."""
    return np.stack([columns_of(x)[MARGIN:-MARGIN].half().numpy() for x in sounds])


def taps(workdir, arguments, profile, x, steps):
    """(channel, place among its references or -1, row, column, weight)."""
    codec = export_sound.trained(workdir, arguments.name, profile)
    path = os.path.join(arguments.models, arguments.name, "entropy.safetensors")
    neighbours = [[int(c) for c in row if c >= 0] for row in load_file(path)["neighbours"]]
    model = ClassModel.load(path, contexts.line_bands(neighbours))
    model.lines = True
    values = []
    for segment, step in zip(x, steps):
        with torch.no_grad():
            values.append(codec.analyze(torch.from_numpy(segment).float()[None])[0] / step)
    planes = list(torch.stack(values).permute(2, 0, 1).contiguous().unbind(0))
    residuals = [circuit.signed(model.decided(planes, sound_contexts.RATE_WEIGHT), model)]
    for channel, known in enumerate(neighbours):
        places = [(-1, 0, -1), (-1, 0, -2)] + [(c, 0, dx) for c in known for dx in (-1, 0, 1)]
        for plane, *rest in circuit.fit_taps(residuals, channel, places, LIMIT):
            yield channel, plane if plane < 0 else known.index(plane), *rest


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("workdir")
    arguments.add_argument("name", choices=latent_sound.PROFILES)
    arguments.add_argument("models")
    arguments.add_argument("learner")
    arguments = arguments.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    profile = latent_sound.PROFILES[arguments.name]
    folder = os.path.join(arguments.workdir, "circuit")
    os.makedirs(folder, exist_ok=True)
    sounds = list(excerpts(arguments.workdir))
    x = segments(sounds)
    basis = latent_sound.tracks(arguments.workdir).basis
    tracks = latent_sound.Tracks(x, basis, band_norms(), os.path.join(folder, "energies.pt"))
    count = torch.arange(len(x))
    steps = tracks.step(count, profile.rate * 9 ** (count * 0.618034 % 1 - 0.5)).tolist()
    fitted = list(taps(arguments.workdir, arguments, profile, x[::SPARSE], steps[::SPARSE]))
    lines = []
    for index, (sound, step) in enumerate(zip(sounds, steps)):
        path = os.path.join(folder, f"{index}.wav")
        soundfile.write(path, sound, music.RATE, subtype="PCM_16")
        # The recipes' full scale is 32768 / UNIT.
        lines.append(f"{path} {step * UNIT / 32768:.8f}")
    circuit.learn(arguments, folder, fitted, lines)


if __name__ == "__main__":
    main()
