"""Writes a released model of sounds from its checkpoint: learns the entropy model, exports integers and half floats.

    python export_sound.py WORKDIR NAME MODELS [--projection] [--goldens FILE]      NAME: latent-5x or latent-20x

MODELS/NAME/ gets model.json, weights.safetensors and entropy.safetensors. The entropy model is learned on latents of
the training music at many steps. With `--projection` the model is what training is measured against: the
Karhunen-Loève basis of the training music alone, as many channels as the trained one has primary ones, no network.
`--goldens` writes a sound, its latents and what the model makes of them, for the tests.
"""

import argparse
import json
import os

import numpy as np
import torch
from safetensors.torch import save_file

import export
import latent_sound
import music
import sound_contexts
import wavelet
from sound_domain import ENTRIES, HOP, LEVELS, UNIT, band_norms, packets, plain_basis
from sound_domain import columns as columns_of


def trained(workdir, name, profile):
    basis, ones = torch.zeros(ENTRIES, profile.channels), torch.ones(profile.channels)
    codec = latent_sound.SoundCodec(profile, basis, torch.ones(ENTRIES), ones, ones.clone(), ones.clone())
    codec.load_state_dict(export.averages(workdir, name))
    return codec.eval()


def projection(workdir, profile):
    """The basis alone; the network is there and gives zero."""
    norms = band_norms()
    train = packets(workdir, "train")
    basis = plain_basis(train[1 :: latent_sound.SPAN], norms)[:, : profile.primary]
    energies = torch.stack([torch.from_numpy(np.array(x)).float().mul(norms).matmul(basis).square().mean(0) for x in train[::9]])
    profile.channels, profile.width, profile.blocks = profile.primary, 8, 0
    inputs = torch.ones(profile.channels)
    return latent_sound.SoundCodec(profile, basis, norms, energies.mean(0).sqrt(), inputs).eval()


def samples(codec, tracks, profile, count):
    """Latents in steps, [count, T] a channel, of segments spread over the training music."""
    result = []
    for place, index in enumerate(np.linspace(0, len(tracks.x) - 1, count).astype(int)):
        rate = torch.tensor([profile.rate * 9 ** (place * 0.618034 % 1 - 0.5)])
        step = tracks.step(torch.tensor([index]), rate)
        with torch.no_grad():
            result.append(codec.analyze(tracks.segment(index)[None])[0] / step)
    return list(torch.stack(result).permute(2, 0, 1).contiguous().unbind(0))


def neighbours(bands):
    """[channels, most], -1 behind the last one."""
    most = max(len(band.references) for band in bands)
    rows = [band.references + [-1] * (most - len(band.references)) for band in bands]
    return torch.tensor(rows, dtype=torch.int16)


def goldens(codec, path):
    """A sound of 24 columns between silence, its latents, what they become as integers, and the sound of those."""
    torch.manual_seed(7)
    columns, around = 24, 12
    time = torch.arange(columns * HOP) / music.RATE
    sound = torch.stack([(torch.sin(2 * torch.pi * f * time) * torch.exp(-g * time)) for f, g in ((220, 2), (331, 5))])
    sound = 8000 * sound + 300 * torch.randn(2, columns * HOP)
    samples = torch.nn.functional.pad(sound.round(), (around * HOP, around * HOP)).T
    with torch.no_grad():
        y = codec.analyze(columns_of(samples.numpy())[None])[0]
        q = y.round()
        q[:around] = q[-around:] = 0
        z = codec.synthesize(q[None], torch.tensor(1.0))[0]
    out = wavelet.inverse_line_packet(z.T, LEVELS)
    inner = slice(around, around + columns)
    tensors = {
        "samples": sound.round().to(torch.int16),
        "latents": y[inner].T,
        "symbols": q[inner].T.to(torch.int16),
        "synthesis": out[:, around * HOP : (around + columns) * HOP] * UNIT / 32768,
    }
    save_file({key: value.contiguous() for key, value in tensors.items()}, path)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("workdir")
    arguments.add_argument("name", choices=latent_sound.PROFILES)
    arguments.add_argument("models")
    arguments.add_argument("--segments", type=int, default=24)
    arguments.add_argument("--projection", action="store_true")
    arguments.add_argument("--goldens")
    arguments = arguments.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    profile = latent_sound.PROFILES[arguments.name]
    codec = projection(arguments.workdir, profile) if arguments.projection else trained(arguments.workdir, arguments.name, profile)
    weights = {key: value for key, value in codec.state_dict().items() if not key.startswith("rate.")}
    exact = ("inputs", "deviations")
    weights = {k: (v.float() if k in exact else v.half()).contiguous() for k, v in weights.items()}
    codec.load_state_dict({k: v.float() for k, v in weights.items()}, strict=False)
    tracks = latent_sound.tracks(arguments.workdir)
    model = sound_contexts.learn(samples(codec, tracks, profile, arguments.segments))
    entropy = export.tensors(model, "latents") | {"neighbours": neighbours(model.bands)}
    description = {
        "format": 1,
        "name": arguments.name,
        "codec": "wavelet-sound",
        "rate": music.RATE,
        "levels": LEVELS,
        "channels": profile.channels,
        "primary": profile.primary,
        "unit": 32768 / UNIT,
        "network": {"width": profile.width, "blocks": profile.blocks},
    }
    folder = os.path.join(arguments.models, arguments.name)
    os.makedirs(folder, exist_ok=True)
    save_file(weights, os.path.join(folder, "weights.safetensors"))
    save_file(entropy, os.path.join(folder, "entropy.safetensors"))
    with open(os.path.join(folder, "model.json"), "w") as file:
        json.dump(description, file, indent=2)
        file.write("\n")
    if arguments.goldens:
        goldens(codec, arguments.goldens)


if __name__ == "__main__":
    main()
