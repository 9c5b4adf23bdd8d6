"""Learns the entropy model of a consistency codec from symbols of training music, and measures it on tracks held out.

    python consistency_entropy.py WORKDIR NAME MODELS [--epochs N] [--fixture FILE]

Needs WORKDIR/NAME-latents (`consistency_export.py --latents`) and WORKDIR/consistency-side.pt. Writes MODELS/NAME/entropy.safetensors:
integers only; a minute or two on one thread. Every eighth track is held out. `--fixture`: some chunks of them, for the tests.
"""

import argparse
import math
import os

import numpy as np
import torch
from safetensors.torch import save_file

import consistency_stereo as stereo
import music
from consistency_domain import CHUNK, FRAMES, UNIT, spectrum
from consistency_entropy_model import HALVES, LEVELS, SIDE_HALVES, SummaryEntropy, stored

HELD_OUT = 8
BATCH, RATE = 256, 4e-3
# Chunks that are learned as if they were a group's first; weight of the absolute values of weights.
FIRST, SPARSE = 0.08, 1e-6
SECOND = 44.1 / CHUNK


class Symbols:
    """Consecutive chunks [N, count] at every level count; which are the first of a track; which are held out."""

    def __init__(self, symbols, starts):
        self.symbols = symbols
        count = len(next(iter(symbols.values())))
        self.first, held = torch.zeros(count, dtype=torch.bool), torch.zeros(count, dtype=torch.bool)
        self.first[starts[:-1]] = True
        for index in range(0, len(starts) - 1, HELD_OUT):
            held[starts[index] : starts[index + 1]] = True
        self.learned, self.held = (torch.nonzero(z)[:, 0] for z in (~held, held))

    def batch(self, rows, levels, drop=0.0):
        symbols = self.symbols[levels]
        first = self.first[rows] | (torch.rand(len(rows)) < drop)
        return symbols[rows].float(), symbols[rows - 1].float(), first, levels

    def static(self, levels, group, rows):
        """Bits of `rows` with one table for every `group` scalars, fitted to what is learned from."""
        symbols = self.symbols[levels].int()
        low, total = symbols.min().item(), 0.0
        for at in range(0, symbols.shape[1], group):
            counts = torch.bincount((symbols[self.learned, at : at + group] - low).flatten(), minlength=levels) + 0.5
            costs = -torch.log2(counts / counts.sum())
            total += costs[symbols[rows, at : at + group] - low].sum().item()
        return total


def mid_symbols(folder):
    symbols = {n: torch.from_numpy(np.load(os.path.join(folder, f"symbols-{n}.npy"))) for n in LEVELS}
    return Symbols(symbols, np.load(os.path.join(folder, "starts.npy")))


@torch.no_grad()
def side_symbols(workdir):
    """Side of every sixth training track that has any, kept in WORKDIR."""
    path = os.path.join(workdir, "consistency-side-features.pt")
    if not os.path.exists(path):
        features, starts = [], [0]
        for _, track in sorted(music.load(workdir, "train").items())[::6]:
            x = np.asarray(track[: len(track) // CHUNK * CHUNK], np.float32) / UNIT
            mid, side = (torch.from_numpy(spectrum(z)).unflatten(0, (-1, FRAMES)) for z in (x.sum(1) / 2, (x[:, 0] - x[:, 1]) / 2))
            if side.square().mean() > 1e-4:
                features.append(stereo.features(mid, side))
                starts.append(starts[-1] + len(mid))
        torch.save({"features": torch.cat(features), "starts": torch.tensor(starts)}, path)
    kept = torch.load(path, weights_only=True)
    tables = torch.load(os.path.join(workdir, "consistency-side.pt"), weights_only=True)
    y = (kept["features"] - tables["side_mean"]) @ tables["side_analysis"].T / tables["side_scale"]
    return Symbols({n: (y.clamp(-1, 1) * SIDE_HALVES[n]).round().to(torch.int8) for n in LEVELS}, kept["starts"].numpy())


@torch.no_grad()
def measure(model, mid, side):
    lines = []
    for levels in LEVELS:
        a, e = (z.sum(1).mean().item() for z in model.mid(*mid.batch(mid.held, levels)))
        s = model.sides(*side.batch(side.held, levels)).sum(1).mean().item()
        before = [z.static(levels, group, z.held) / len(z.held) for z, group in ((mid, 8), (side, 1))]
        lines.append(
            f"{levels} levels, bits a chunk: anchor {a:.1f} envelope {e:.1f} side {s:.1f}; kbit/s: mid {(a + e) * SECOND:.3f}, "
            f"with side {(a + e + s) * SECOND:.3f}; static tables: {before[0] * SECOND:.3f}, {sum(before) * SECOND:.3f}"
        )
    return "\n".join(lines)


def learn(model, mid, side, epochs):
    tables = [p for name, p in model.named_parameters() if name.endswith("table")]
    matrices = [p for name, p in model.named_parameters() if name.endswith((".gate", ".mean"))]
    others = [p for name, p in model.named_parameters() if not name.endswith("table")]
    optimizer = torch.optim.Adam([{"params": tables, "lr": 5 * RATE}, {"params": others, "lr": RATE}], betas=(0.9, 0.99))
    steps = epochs * len(mid.learned) // BATCH
    slope = lambda step: min(1, (step + 1) / 50) * (0.5 + 0.5 * math.cos(math.pi * step / steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, slope)
    pick = lambda rows: rows[torch.randint(len(rows), (BATCH,))]
    for step in range(steps):
        levels = LEVELS[step % len(LEVELS)]
        bits = sum(z.sum() for z in model.mid(*mid.batch(pick(mid.learned), levels, FIRST)))
        bits = bits + model.sides(*side.batch(pick(side.learned), levels, FIRST)).sum()
        loss = bits / BATCH / 512 + SPARSE * sum(matrix.abs().sum() for matrix in matrices)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 200 == 199:
            print(f"step {step + 1} of {steps}: {loss.item():.4f}", flush=True)


def fixture(mid, side, chunks=24):
    """Chunks of one held-out track, symbols of mid and, of another, side: [chunks, 536]; bits of static tables, of mid."""
    at, other = (z.held[z.first[z.held]][1] + 20 + torch.arange(chunks) for z in (mid, side))
    tensors = {}
    for levels in LEVELS:
        tensors[f"symbols.{levels}"] = torch.cat((mid.symbols[levels][at], side.symbols[levels][other]), 1)
        tensors[f"static.{levels}"] = torch.tensor([mid.static(levels, 8, at)], dtype=torch.float32)
    return tensors


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("workdir")
    arguments.add_argument("name")
    arguments.add_argument("models")
    arguments.add_argument("--epochs", type=int, default=8)
    arguments.add_argument("--fixture")
    arguments = arguments.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    mid = mid_symbols(os.path.join(arguments.workdir, arguments.name + "-latents"))
    side = side_symbols(arguments.workdir)
    model = SummaryEntropy()
    learn(model, mid, side, arguments.epochs)
    print("as learned\n" + measure(model, mid, side))
    tensors = stored(model)
    print("as stored\n" + measure(model, mid, side))
    folder = os.path.join(arguments.models, arguments.name)
    os.makedirs(folder, exist_ok=True)
    save_file(tensors, os.path.join(folder, "entropy.safetensors"))
    if arguments.fixture:
        save_file(fixture(mid, side), arguments.fixture)


if __name__ == "__main__":
    main()
