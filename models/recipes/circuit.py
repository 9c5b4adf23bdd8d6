"""Learns the circuit model of a released model's latents.

    python circuit.py WORKDIR NAME MODELS LEARNER       LEARNER: the built `learn-latents` of this package

writes 400 training crops and a list of steps to WORKDIR/circuit, fits the taps that expect signs (uniform grids: the
pyramid has none), and lets LEARNER walk the crops five times, its gates moving less and less. The circuit file goes to
MODELS/NAME/circuit.safetensors. A run takes minutes.
"""

import argparse
import os
import random
import subprocess

import numpy as np
import torch
from safetensors.torch import load_file

import colour
import contexts
import export
import latent
import photos
from class_model import ClassModel

CROPS = 400
SIZE = (512, 768)
TAPS = 16
# Signed residuals count for at most this; CircuitRules.tapCap.
CAP = 4
# Weights are in units of 1 / 1024.
UNIT = 1024
OWN = [(0, -1), (-1, 0), (-1, -1), (-1, 1), (0, -2), (-2, 0)]
AROUND = [(dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
STEPS = {"picture": (4.0, 200.0)}


def crops(workdir):
    """Training crops in random order, [height, width, 3] each."""
    images = photos.load(workdir, "train", lambda name: not name.endswith("-1440"))
    names = sorted(images)
    random.Random(2).shuffle(names)
    for index, name in enumerate(names[:CROPS]):
        image = images[name]
        top = random.Random(index).randrange(max(1, image.shape[0] - SIZE[0] + 1))
        left = random.Random(index + 9999).randrange(max(1, image.shape[1] - SIZE[1] + 1))
        yield image[top : top + SIZE[0], left : left + SIZE[1]]


def write_pixels(path, image):
    with open(path, "wb") as file:
        file.write(b"P6 %d %d 255\n" % (image.shape[1], image.shape[0]))
        file.write(np.ascontiguousarray(image).tobytes())


def signed(planes, model):
    """Residuals of every plane, [C, h, w]."""
    return torch.stack(model.residuals(planes))


def tap_places(channel):
    """(reference or -1, row, column) of everything that a tap may look at."""
    return [(-1, dy, dx) for dy, dx in OWN] + [(c, dy, dx) for c in range(channel) for dy, dx in AROUND]


def gather(samples, channel, taps, limit):
    """Features and signs of residuals other than zero."""
    x, y = [], []
    for residuals in samples:
        padded = torch.nn.functional.pad(residuals.clamp(-CAP, CAP), (2, 2, 2, 2))
        places = residuals[channel].nonzero()
        places = places[torch.randperm(len(places))[:limit]]
        rows, columns = places.unbind(1)
        picks = [(channel if c < 0 else c, dy, dx) for c, dy, dx in taps]
        x.append(torch.stack([padded[c, rows + 2 + dy, columns + 2 + dx] for c, dy, dx in picks], 1))
        y.append(residuals[channel][rows, columns].sign())
    return torch.cat(x).double(), torch.cat(y).double()


def solve(x, y):
    moment = x.T @ x
    ridge = 0.01 * moment.trace() / len(moment) + 1
    return torch.linalg.solve(moment + ridge * torch.eye(len(moment)).double(), x.T @ y)


def fit_taps(samples, channel, taps, limit=150):
    """The sixteen of these taps that matter most, found in two rounds. `limit`: residuals of a sample that are looked at."""
    x, y = gather(samples, channel, taps, limit)
    kept = torch.arange(x.shape[1])
    for count in (40, TAPS):
        weights = solve(x[:, kept], y)
        kept = kept[(weights.abs() * x[:, kept].std(0)).argsort(descending=True)[:count]]
    weights = (solve(x[:, kept], y) * UNIT).round()
    return [(*taps[place], int(weight)) for place, weight in zip(kept.tolist(), weights.tolist())]


def uniform_taps(workdir, name, models, images):
    profile = latent.PROFILES[name]
    codec = latent.LatentCodec(
        profile, torch.zeros(profile.channels, profile.colours * 4**latent.LEVELS), torch.ones(profile.channels)
    )
    codec.load_state_dict(export.averages(workdir, name))
    model = ClassModel.load(os.path.join(models, name, "entropy.safetensors"), contexts.uniform_bands(profile.channels))
    convert = colour.rotate if profile.colours == 3 else colour.luma
    samples = []
    for values in export.latent_samples(codec, images, convert, *profile.steps):
        samples.append(signed(model.decided(values, export.picture.RATE_WEIGHT), model))
    return [(channel, *tap) for channel in range(profile.channels) for tap in fit_taps(samples, channel, tap_places(channel))]


def learn(arguments, folder, taps, steps):
    """Lets the learner write the circuit file. taps: (plane, reference or -1, row, column, weight). steps: lines of file and step."""
    taps_path = os.path.join(folder, arguments.name + "-taps.txt")
    list_path = os.path.join(folder, arguments.name + "-list.txt")
    with open(taps_path, "w") as file:
        file.writelines(" ".join(map(str, tap)) + "\n" for tap in taps)
    with open(list_path, "w") as file:
        file.writelines(line + "\n" for line in steps)
    out = os.path.join(arguments.models, arguments.name, "circuit.safetensors")
    subprocess.run([arguments.learner, arguments.name, taps_path, list_path, out], check=True)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("workdir")
    arguments.add_argument("name")
    arguments.add_argument("models")
    arguments.add_argument("learner")
    arguments = arguments.parse_args()
    torch.manual_seed(1)
    folder = os.path.join(arguments.workdir, "circuit")
    os.makedirs(folder, exist_ok=True)
    images = list(crops(arguments.workdir))
    if arguments.name in STEPS:
        low, high = STEPS[arguments.name]
        taps = []
    else:
        low, high = latent.PROFILES[arguments.name].steps
        low, high = low / 2, high * 2
        taps = uniform_taps(arguments.workdir, arguments.name, arguments.models, images)
    steps = []
    for index, image in enumerate(images):
        path = os.path.join(folder, f"{index}.ppm")
        write_pixels(path, image)
        steps.append(f"{path} {export.spread(low, high, index):.4f}")
    learn(arguments, folder, taps, steps)


if __name__ == "__main__":
    main()
