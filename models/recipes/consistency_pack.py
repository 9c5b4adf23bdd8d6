"""Training music of the consistency models in few and small files, for a machine without the packages.

    python consistency_pack.py WORKDIR FOLDER [--parts 7]     writes FOLDER/part-1.npz … and FOLDER/held-out.npz
    python consistency_pack.py --unpack FOLDER WORKDIR        makes a work folder of the parts that are there

Every part has a piece of every track, so that some of them do when all are too large. Fine bins are bytes: roots of
coefficients over the deviation of their band in the frame, some 100 bytes a frame. Then, on a GPU in one command
each: consistency.py WORKDIR music-64x --batch 64 --rate 2e-3 --seconds 300 --every 2000, and consistency_refine.py.
"""

import argparse
import glob
import os
import zipfile

import numpy as np
import torch

from consistency_domain import FRAMES, Music
from consistency_evaluation import CHUNKS, first_frames
from consistency_model import band_mean, by_bin

# Steps of roots of whitened coefficients, of logarithms of energies, of those of upper bands.
ROOT, ENERGY, UPPER = 0.2, 0.25, 0.125
LEAST = 1e-5


def deviations(energies):
    return np.exp(by_bin(torch.from_numpy(energies.astype(np.float32))).numpy() * (ENERGY / 2))


def coded(fine, upper):
    x = fine.float()
    energies = (torch.log(band_mean(x.square()) + LEAST) / ENERGY).round().clamp(-127, 127).numpy().astype(np.int8)
    u = x.numpy() / deviations(energies)
    bins = np.rint(np.sign(u) * np.sqrt(np.abs(u)) / ROOT).astype(np.int8)
    return {"bins": bins, "energies": energies, "upper": (upper.float() / UPPER).round().clamp(-127, 127).numpy().astype(np.int8)}


def decoded(part):
    u = part["bins"].astype(np.float32) * ROOT
    return (u * np.abs(u) * deviations(part["energies"])).astype(np.float16), (part["upper"] * UPPER).astype(np.float16)


def write(path, arrays):
    """As NumPy's archives, but by Huffman codes of what follows what: there are hardly repetitions to find."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        for name, array in arrays.items():
            with archive.open(name + ".npy", "w", force_zip64=True) as file:
                np.lib.format.write_array(file, np.ascontiguousarray(array))


def pieces(music, spans):
    """Pieces of tracks as a part; spans: first frames and lengths."""
    rows = np.concatenate([np.arange(first, first + count) for first, count in spans])
    fine, upper = music.rows(torch.from_numpy(rows))
    return coded(fine, upper) | {"starts": np.cumsum([0] + [count for _, count in spans])}


def pack(workdir, folder, parts):
    os.makedirs(folder, exist_ok=True)
    train, held = Music(workdir), Music(workdir, "validation")
    for part in range(parts):
        spans = [(a + part * ((b - a) // parts), (b - a) // parts) for a, b in zip(train.starts[:-1], train.starts[1:])]
        write(os.path.join(folder, f"part-{part + 1}.npz"), pieces(train, spans) | {"shape": train.shape.numpy()})
    spans = [(first, CHUNKS * FRAMES) for first in first_frames(held.starts)]
    write(os.path.join(folder, "held-out.npz"), pieces(held, spans) | {"shape": held.shape.numpy()})


def unpack(folder, workdir):
    for split, pattern in (("train", "part-*.npz"), ("validation", "held-out.npz")):
        target = os.path.join(workdir, "consistency-music-" + split)
        os.makedirs(target, exist_ok=True)
        fine, upper, starts = [], [], [np.zeros(1, int)]
        for path in sorted(glob.glob(os.path.join(folder, pattern))):
            with np.load(path) as archive:
                part = {name: archive[name] for name in archive.files}
            for kept, now in zip((fine, upper), decoded(part)):
                kept.append(now)
            starts.append(part["starts"][1:] + starts[-1][-1])
        np.save(os.path.join(target, "fine.npy"), np.concatenate(fine))
        np.save(os.path.join(target, "upper.npy"), np.concatenate(upper))
        np.save(os.path.join(target, "starts.npy"), np.concatenate(starts))
        np.save(os.path.join(target, "shape.npy"), part["shape"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("--unpack", action="store_true")
    parser.add_argument("--parts", type=int, default=7)
    arguments = parser.parse_args()
    if arguments.unpack:
        unpack(arguments.source, arguments.target)
    else:
        pack(arguments.source, arguments.target, arguments.parts)


if __name__ == "__main__":
    main()
