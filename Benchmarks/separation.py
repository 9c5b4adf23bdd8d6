"""Music taken apart into drums, bass and the rest: by a network of latents, and by the same network of fewer samples.

    python3 Benchmarks/separation.py [--data DIR] [--out DIR] [--models latent-5x,latent-20x] [--seeds 3] [--steps 1000] [--keep]

Songs are MIDI files of Debian, rendered a stem at a time; a mix is the sum of its stems, each at the same energy. Learned from the first
minute of 24 songs of openttd-openmsx (six are kept out, to choose by: --split validation); tested on 10 s of the ten songs of
planetblupi-music-midi, which no model of the codec has seen. The network gets columns of numbers of the mix and predicts those of each
stem: primary channels of latents, which the codec then decodes, or samples at a rate that makes as many numbers, resampled to the full
rate afterwards. Both learn from the same places of the same songs, as many steps of as many columns. Measures are in dB against the
stems at 44.1 kHz, means over songs: SDR, 10 log10 of the energy of the stem over that of the error, and SI-SDR, the same for the best
scale of the stem. The ceiling is what the true columns give. Needs fluidsynth; torch, numpy, scipy, soundfile.
"""

import argparse
import glob
import json
import os
import statistics
import sys

import numpy
import torch
from scipy.signal import resample_poly

import stems
from tasks import cell, codec, fetch, store
from training import fit

PACKAGES = ("openttd-openmsx", "planetblupi-music-midi", "fluid-soundfont-gm")
LEFT_OUT = "flying_scotsman"  # A test clip of the codec comes from it.
VALIDATION = 6
LEARNED, TESTED = (0, 60), (30, 40)  # The seconds of a song to learn from and to test on.
# Columns of 512 samples (256 frames, two channels) for each model: how many are put side by side, and how samples are resampled to as many
# numbers as latents have: 27/128 of 256 frames are 54 frames or 108 numbers, 27/512 of 512 frames are 27 or 54 numbers.
GEOMETRY = {"latent-5x": (1, 27, 128), "latent-20x": (2, 27, 512)}
SOURCES = ("latents", "samples")
QUALITY = 90
COLUMNS, SONGS = 256, 12  # Of a batch.
SILENT, LEVEL = 1.0, 0.1  # Root mean squares: of rendered 16-bit samples below which there is no such stem, and of stems, of full scale 1.


def encoded(sound, model):
    """A file of float samples [2, frames]."""
    return codec.open(codec.encode(sound, rate=stems.RATE, model=model, quality=QUALITY, entropy="classes"))


def columns_of(sound, source, model):
    """Samples [2, frames] to numbers [channels, columns]."""
    fold, up, down = GEOMETRY[model]
    if source == "latents":
        file = encoded(sound, model)
        values, frames = file.latents(primary=True)[0] * numpy.float32(file.step), fold
    else:
        values, frames = resample_poly(sound, up, down, axis=1), 256 * fold * up // down
    values = numpy.pad(values, ((0, 0), (0, -values.shape[1] % frames))).astype(numpy.float32)
    return values.reshape(len(values), -1, frames).transpose(0, 2, 1).reshape(len(values) * frames, -1)


def sound_of(columns, source, model, mix):
    """And back, to as many frames as the mix has; `mix` is its file of latents, or its samples."""
    fold, up, down = GEOMETRY[model]
    if source == "latents":
        channels = len(columns) // fold
        values = columns.reshape(channels, fold, -1).transpose(0, 2, 1).reshape(channels, -1)[:, : mix.latents().shape[2]]
        symbols = numpy.rint(values / mix.step).clip(-32768, 32767).astype(numpy.int16)
        return codec.decode_latents(symbols[None], like=mix, dtype=numpy.float32)
    small = columns.reshape(2, len(columns) // 2, -1).transpose(0, 2, 1).reshape(2, -1)
    return resample_poly(small, down, up, axis=1)[:, : mix.shape[1]]


def songs(data, out):
    """Files of rendered stems, int16 [stem, 2, frames]: {split: [path]}."""
    os.makedirs(data, exist_ok=True)
    fetch(data, PACKAGES)
    learned = sorted(path for path in glob.glob(os.path.join(data, PACKAGES[0], "**/*.mid"), recursive=True) if LEFT_OUT not in path)
    tested = sorted(glob.glob(os.path.join(data, PACKAGES[1], "**/*.mid"), recursive=True))
    every = len(learned) // VALIDATION
    splits = {"validation": learned[::every][:VALIDATION], "test": tested}
    splits["train"] = [path for path in learned if path not in splits["validation"]]
    os.makedirs(os.path.join(out, "stems"), exist_ok=True)
    result = {}
    for split, paths in splits.items():
        result[split] = []
        for path in paths:
            target = os.path.join(out, "stems", os.path.splitext(os.path.basename(path))[0] + ".npy")
            if not os.path.exists(target):
                first, last = LEARNED if split == "train" else TESTED
                numpy.save(target, stems.render(path, data, out, last)[:, :, first * stems.RATE :])
            result[split].append(target)
    return result


def stems_of(path):
    """Float samples [stem, 2, frames]: each brought to the same energy, unless the song has no such stem."""
    waves = numpy.load(path).astype(numpy.float32)
    levels = numpy.sqrt((waves**2).mean((1, 2), keepdims=True))
    return numpy.where(levels > SILENT, waves * (LEVEL / numpy.maximum(levels, SILENT)), 0)


class Separator(torch.nn.Module):
    """Columns of a mix to columns of each stem: a mask on the mix, and what is added. Sees magnitudes beside values, and 63 columns to
    either side."""

    def __init__(self, channels, deviations, width=128, blocks=6):
        super().__init__()
        self.register_buffer("deviations", deviations[:, None])
        # Between coefficients as they are and all channels alike: strong channels matter more, weak ones are still seen.
        self.register_buffer("scales", (0.3 * deviations * deviations.max()).sqrt()[:, None])
        self.first = torch.nn.Conv1d(2 * channels, width, 1)
        self.blocks = torch.nn.ModuleList(torch.nn.Sequential(
            torch.nn.GroupNorm(1, width), torch.nn.GELU(),
            torch.nn.Conv1d(width, width, 3, padding=2**index, dilation=2**index),
            torch.nn.GELU(), torch.nn.Conv1d(width, width, 1)) for index in range(blocks))
        self.last = torch.nn.Conv1d(width, 2 * len(stems.STEMS) * channels, 1)

    def forward(self, mix):
        values = mix / self.scales
        hidden = self.first(torch.cat([values, values.abs()], 1))
        for block in self.blocks:
            hidden = hidden + block(hidden)
        mask, added = self.last(hidden).unflatten(1, (2, len(stems.STEMS), -1)).unbind(1)
        return torch.sigmoid(mask) * mix[:, None] + added * self.deviations


def loss(network, truth):
    """Energy of errors over that of the mix, in percent. Not in dB: stems that are silent for a while would then count most."""
    mix = truth.sum(1)
    energy = mix.square().sum((1, 2))[:, None]
    energy = energy + 0.03 * energy.mean()  # Mixes can be silent, too.
    error = (network(mix).float() - truth).square().sum((2, 3))
    return 100 * (error / energy).mean()


def batches(tensors):
    """Places of songs, and gains of +-6 dB; the stems of every other mix come from songs of their own."""

    def draw(generator, count):
        return int(torch.randint(count, (1,), generator=generator))

    def batch(generator):
        mixes = []
        for index in range(SONGS):
            song, place = draw(generator, len(tensors)), torch.rand(1, generator=generator).item()
            gains = torch.pow(10, (torch.rand(len(stems.STEMS), generator=generator) - 0.5) * 0.6)
            parts = []
            for stem, gain in enumerate(gains):
                tensor = tensors[draw(generator, len(tensors)) if index % 2 else song]
                start = int(place * (tensor.shape[2] - COLUMNS))
                parts.append(gain * tensor[stem, :, start : start + COLUMNS].float())
            mixes.append(torch.stack(parts))
        return torch.stack(mixes)

    return batch


def columns_of_songs(paths, source, model, target):
    """Half floats [stem, channels, columns] of every song; kept in a file."""
    if not os.path.exists(target):
        torch.save([torch.stack([torch.from_numpy(columns_of(stem, source, model)).half() for stem in stems_of(path)])
                    for path in paths], target)
    return torch.load(target)


def learn(tensors, seed, arguments):
    """A network, and the processor seconds of learning it."""
    torch.manual_seed(seed)
    deviations = torch.stack([tensor.float().sum(0).square().mean(1) for tensor in tensors]).mean(0).sqrt()
    network = Separator(tensors[0].shape[1], deviations)
    return network, fit(network, batches(tensors), loss, seed, arguments.steps, arguments.rate)


def ratios(truth, estimate):
    """SDR and SI-SDR in dB."""
    product, energy = (truth * estimate).sum(), (truth**2).sum()
    scaled = product / energy * truth
    return {"sdr": 10 * float(numpy.log10(energy / ((truth - estimate) ** 2).sum())),
            "si_sdr": 10 * float(numpy.log10((scaled**2).sum() / ((scaled - estimate) ** 2).sum()))}


def evaluate(network, paths, source, model):
    """Mean ratios of each stem over the songs that have it. Without a network: of the true columns, which is the ceiling."""
    found = {stem: [] for stem in stems.STEMS}
    for path in paths:
        truth = stems_of(path)
        mix = truth.sum(0)
        like = encoded(mix, model) if source == "latents" else mix
        if network is None:
            estimates = [columns_of(stem, source, model) for stem in truth]
        else:
            with torch.no_grad():
                estimates = network(torch.from_numpy(columns_of(mix, source, model))[None])[0].numpy()
        for name, stem, estimate in zip(stems.STEMS, truth, estimates):
            if stem.any():
                found[name].append(ratios(stem, sound_of(estimate, source, model, like)))
    return {name: {key: statistics.mean(pair[key] for pair in pairs) for key in pairs[0]} for name, pairs in found.items()}


def table(rows, models):
    heads = [f"{stem} {label}" for label in ("SDR", "SI-SDR") for stem in stems.STEMS]
    print("| network of | " + " | ".join(heads) + " | mean SDR | CPU s |\n|---|" + "---|" * (len(heads) + 2))
    for model in models:
        for source in SOURCES:
            for name, own in (("", [row for row in rows if row["seed"] is not None]),
                              (", ceiling", [row for row in rows if row["seed"] is None])):
                found = [row for row in own if (row["model"], row["source"]) == (model, source)]
                cells = [cell([row["stems"][stem][key] for row in found], 2) for key in ("sdr", "si_sdr")
                         for stem in stems.STEMS]
                cells.append(cell([statistics.mean(stem["sdr"] for stem in row["stems"].values()) for row in found], 2))
                cells.append(cell([row["cpu_seconds"] for row in found], 0) if not name else "")
                called = model if source == "latents" else f"samples, as many numbers as {model}"
                print(f"| {called}{name} | " + " | ".join(cells) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="out/packages")
    parser.add_argument("--out", default="out/separation")
    parser.add_argument("--models", default="latent-5x,latent-20x")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--split", choices=("test", "validation"), default="test", help="what is measured on")
    parser.add_argument("--keep", action="store_true", help="keep what a run before measured")
    arguments = parser.parse_args()
    models = arguments.models.split(",")
    paths = songs(arguments.data, arguments.out)
    result = os.path.join(arguments.out, f"separation-{arguments.split}.json")
    rows = []
    if arguments.keep and os.path.exists(result):
        with open(result, encoding="utf-8") as file:
            rows = json.load(file)["rows"]
    for model in models:
        for seed, source in ((seed, source) for seed in (*range(arguments.seeds), None) for source in SOURCES):
            if any((row["model"], row["source"], row["seed"]) == (model, source, seed) for row in rows):
                continue
            network, seconds = None, 0
            if seed is not None:
                kept = os.path.join(arguments.out, f"{model}-{source}.pt")
                network, seconds = learn(columns_of_songs(paths["train"], source, model, kept), seed, arguments)
            rows.append({"model": model, "source": source, "seed": seed, "rate": arguments.rate, "steps": arguments.steps,
                         "cpu_seconds": seconds, "stems": evaluate(network, paths[arguments.split], source, model)})
            print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
            store(result, split=arguments.split, rows=rows)
    table(rows, models)


if __name__ == "__main__":
    main()
