"""What a consistency model is measured against, on clips: the coder it begins as, and a linear one of as many scalars.

    python consistency_clips.py WORKDIR FOLDER OUT

For every WAV file of FOLDER at 44.1 kHz, mid alone at 33 levels: OUT/untrained/NAME.wav, 384 anchor and 128 envelope scalars of the
tables that training starts with, no network, noise filled to the levels of training music; OUT/linear/NAME.wav, 512 scalars
of a Karhunen-Loeve basis, no envelope, no noise. OUT/rates.json has kbit/s: static code lengths, tables fitted to these clips.
"""

import glob
import json
import os
import sys

import numpy as np
import soundfile
import torch

import music
from consistency_domain import ANCHORED, CHUNK, FINE, FINE_BANDS, FRAMES, UNIT, Music, log_energy, samples, spectrum
from consistency_evaluation import HeldOut, calibrated, decoded, entropy
from consistency_model import ConsistencyCodec, companded
from consistency_network import SCALARS, SIZES
from consistency_tables import ANCHOR_REACH, CHUNKS, basis, tables

LEVELS = 33
HALF = LEVELS // 2


def linear_tables(workdir):
    """Basis [512, 2304] as that of the anchor, and scales of its scalars."""
    path = os.path.join(workdir, "consistency-linear.pt")
    if not os.path.exists(path):
        x, _ = Music(workdir).draw(CHUNKS, 1, torch.Generator().manual_seed(1))
        flat = x[..., :ANCHORED].flatten(1)
        flat = flat[flat.square().mean(1) > 1e-3]
        weighted = flat / (flat.square().mean(1, keepdim=True) + 1e-2).sqrt()
        analysis = basis(weighted.T @ weighted, SCALARS)
        scale = ANCHOR_REACH * (flat @ analysis.T).square().mean(0).sqrt()
        torch.save({"analysis": analysis, "scale": scale}, path)
    return torch.load(path, weights_only=True)


def untrained(workdir):
    """The codec without its networks, its noise at the levels of training music."""
    path = os.path.join(workdir, "consistency-untrained-fill.pt")
    codec = ConsistencyCodec(SIZES["S"], tables(workdir, lambda: Music(workdir)))
    if not os.path.exists(path):
        torch.save(calibrated(codec, HeldOut(workdir, "train", 7), False), path)
    codec.fill = torch.load(path, weights_only=True)
    return codec


def chunks(path):
    """Mid of a clip as frames [1, chunks, 32, 1024], zeros behind it, and its frames in samples."""
    sound, rate = soundfile.read(path, always_2d=True)
    if rate != music.RATE:
        raise SystemExit(f"{path}: {rate} Hz, not {music.RATE}")
    mid = sound.mean(1) * 32768 / UNIT
    padded = np.pad(mid, (0, -len(mid) % CHUNK))
    return torch.from_numpy(spectrum(padded)).unflatten(0, (1, -1, FRAMES)), len(mid)


def write(path, frames, count):
    sound = samples(frames[0].flatten(0, 1).numpy())[:count] * UNIT / 32768
    soundfile.write(path, sound.clip(-1, 1 - 2**-15), music.RATE, subtype="PCM_16")


@torch.no_grad()
def main(workdir, folder, out):
    torch.set_num_threads(1)
    codec, linear = untrained(workdir), linear_tables(workdir)
    squares = torch.ones(SCALARS, dtype=torch.bool)
    for row in ("untrained", "linear"):
        os.makedirs(os.path.join(out, row), exist_ok=True)
    places = {"untrained": [], "linear": []}
    for index, path in enumerate(sorted(glob.glob(os.path.join(folder, "*.wav")))):
        x, count = chunks(path)
        fine, upper = x[..., :FINE], log_energy(x)[..., FINE_BANDS:]
        values, place = codec.analyze(fine, upper, torch.full((1, x.shape[1], 1), HALF), False)
        noise = torch.randn(x.shape, generator=torch.Generator().manual_seed(index))
        frames = decoded(codec.synthesize(values, place, False), codec.shape, noise, codec.fill)
        write(os.path.join(out, "untrained", os.path.basename(path)), frames, count)
        places["untrained"].append(place.flatten(0, 1))
        u = (x[..., :ANCHORED].flatten(2) @ linear["analysis"].T / linear["scale"]).clamp(-1, 1)
        place = (companded(u, squares) * HALF).round() / HALF
        flat = (place * place.abs() * linear["scale"]) @ linear["analysis"]
        frames = torch.zeros_like(x)
        frames[..., :ANCHORED] = flat.unflatten(2, (FRAMES, ANCHORED))
        write(os.path.join(out, "linear", os.path.basename(path)), frames, count)
        places["linear"].append(place.flatten(0, 1))
    with open(os.path.join(out, "rates.json"), "w") as file:
        json.dump({row: entropy(torch.cat(parts), LEVELS) for row, parts in places.items()}, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
