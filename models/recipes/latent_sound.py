"""Trains a latent profile of sound: 9/7 packet (J = 8), linear analysis to few channels, a synthesis network.

    python latent_sound.py WORKDIR NAME [--steps N]      NAME: latent-5x or latent-20x

Loss: squared error of the samples plus step²/10 times the bits of a causal context model, over what a Karhunen-Loève
basis with ideal coding would come to (reverse water-filling), so that every track counts the same. The step of a crop is
drawn so that this ideal coder would spend between a third and three times of the profile's rate: networks see
integers, and never learn how loud a sound is. WaLLoC (arXiv 2412.09405) without its companding, and with a rate.

Analysis and linear synthesis look at three columns, the network at a few more. Channels are ordered: the first, `primary`,
are the tensor to learn from, the rest are details, mostly zero, that make the sound; they are dropped for some
of the crops (nested dropout, Rippel et al., arXiv 1402.0915, at one place).
"""

import argparse
import dataclasses
import os

import numpy as np
import torch
from torch import nn

from sound_domain import ENTRIES, SPAN, SampleEnergy, band_norms, moments, packets
from sound_network import ContextRate, TemporalNetwork, neighbours
from training import Run, accelerator, start_from


@dataclasses.dataclass
class Profile:
    channels: int
    primary: int
    # Bits a sample that the profile is meant for.
    rate: float
    width: int = 128
    blocks: int = 2


PROFILES = {
    "latent-5x": Profile(256, 108, 0.75),
    "latent-20x": Profile(108, 27, 0.21),
}
# How often the details of a crop are dropped.
DROPPED = 0.4
RATE_WEIGHT = 0.1
# Columns at either end of a crop whose errors do not count: the codec knows what lies beyond.
EDGE = 4


class SoundCodec(nn.Module):
    def __init__(self, profile, basis, norms, deviations, inputs, usual=None):
        """basis [512, channels] of coefficients times their synthesis norms."""
        super().__init__()
        channels = profile.channels
        zero = torch.zeros(channels, ENTRIES)
        self.analysis = nn.Parameter(torch.cat((zero, basis.T * norms, zero), 1))
        self.synthesis = nn.Parameter(torch.cat((zero.T, basis / norms[:, None], zero.T), 1))
        self.register_buffer("deviations", deviations)
        self.register_buffer("inputs", inputs)
        self.network = TemporalNetwork(channels, profile.width, profile.blocks, ENTRIES)
        self.rate = ContextRate(torch.ones(channels) if usual is None else usual)

    def analyze(self, x):
        """Latents before rounding, [B, T, channels], of packet coefficients [B, T, 512]."""
        with self.fast():
            return (neighbours(x) @ self.analysis.T).float()

    def synthesize(self, q, step):
        """Packet coefficients of rounded latents; step [B, 1, 1]."""
        with self.fast():
            return step * ((neighbours(q) @ self.synthesis.T).float() + self.network(q * self.inputs).float())

    def fast(self):
        """While training, products are in half precision: latents that are wrong by less than the step do no harm."""
        return torch.autocast(self.analysis.device.type, torch.bfloat16, enabled=self.training)


class Tracks:
    """Segments of packet coefficients, their energies in a basis, and the step for an ideal rate."""

    RATES = 2.0 ** torch.linspace(-6, 2.5, 35)

    def __init__(self, x, basis, norms, path):
        """`path` keeps the energies, which take a while."""
        self.x, self.basis, self.norms = x, basis, norms
        if not os.path.exists(path):
            energies = [self.segment(i).mul(norms).matmul(basis).square().mean(0) for i in range(len(x))]
            torch.save(torch.stack(energies), path)
        self.energies = torch.load(path, weights_only=True)
        logarithms = torch.linspace(-6, 12, 181)
        noise = 2.0**logarithms
        rate = torch.stack(
            [0.5 * torch.log2((self.energies / level).clamp(min=1)).mean(1) for level in noise], 1)
        place = (rate[:, None, :] > self.RATES[None, :, None]).sum(2).clamp(max=180)
        # log2 of the noise a coefficient, [segments, rates].
        self.levels = logarithms[place]

    def segment(self, index):
        return torch.from_numpy(np.array(self.x[index])).float()

    def step(self, index, rate):
        """The step whose noise belongs to an ideal rate, in bits a coefficient."""
        place = ((torch.log2(rate) + 6) * 4).clamp(0, 33.999)
        low = place.long()
        level = torch.lerp(self.levels[index, low], self.levels[index, low + 1], place - low)
        return (12 * 2.0**level).sqrt()

    def ideal(self, index, step, kept):
        """Squared error plus rate an ideal coder of `kept` channels comes to, a column."""
        energies = self.energies[index]
        noise = step[:, None] ** 2 / 12
        bits = 0.5 * torch.log2((energies / noise).clamp(min=1))
        cost = torch.minimum(energies, noise) + RATE_WEIGHT * step[:, None] ** 2 * bits
        inside = torch.arange(ENTRIES) < kept[:, None]
        return torch.where(inside, cost, energies).sum(1) + 0.05

    def crops(self, index, columns):
        start = torch.randint(self.x.shape[1] - columns + 1, (len(index),)).tolist()
        parts = [self.x[i, s : s + columns] for i, s in zip(index.tolist(), start)]
        return torch.from_numpy(np.stack(parts)).float()


def basis_of(x, norms):
    """Karhunen-Loève basis [512, 512] that is best for the mean of the tracks' decibels, by reweighting."""
    each = moments(x, norms)
    total = each.diagonal(dim1=1, dim2=2).sum(1)
    weights = 1 / total
    for _ in range(8):
        mean = torch.einsum("b,bij->ij", weights, each).double()
        basis = torch.linalg.eigh(mean).eigenvectors.flip(1).float()
        half = basis[:, :108]
        left = total - torch.einsum("in,bij,jn->b", half, each, half)
        weights = 1 / (left.clamp(min=0) + 1e-4 * total + 0.01)
    return basis


def quantized(y, step, offset=0.4):
    q = y / step
    return q.sign() * (q.abs() + offset).floor()


def evaluate(codec, tracks, rate, kept):
    """Mean decibels and bits a sample (training rate model) of whole segments at steps of one ideal rate."""
    codec.eval()
    decibels = bits = 0
    count = len(tracks.x)
    with torch.no_grad():
        for i in range(count):
            x = tracks.segment(i)[None]
            step = tracks.step(torch.tensor([i]), torch.tensor([rate]))[:, None, None]
            q = quantized(codec.analyze(x), step)
            q[:, :, kept:] = 0
            bits += codec.rate(q, q).mean().item() / ENTRIES / count
            error = SampleEnergy.apply(codec.synthesize(q, step) - x)
            decibels += 10 * torch.log10(SampleEnergy.apply(x) / error.clamp(min=1e-6)).item() / count
    codec.train()
    return decibels, bits


def tracks(workdir, split="train", every=1):
    """Tracks of a split with their steps, in the basis of the training music."""
    norms = band_norms()
    path = os.path.join(workdir, "sound-basis.pt")
    if not os.path.exists(path):
        torch.save(basis_of(packets(workdir, "train")[1::SPAN], norms), path)
    energies = os.path.join(workdir, f"sound-energies-{split}-{every}.pt")
    return Tracks(packets(workdir, split)[::every], torch.load(path, weights_only=True), norms, energies)


def untrained(profile, tracks):
    """A codec before training: the basis, a network that gives zero."""
    step = tracks.step(torch.arange(len(tracks.x)), torch.full((len(tracks.x),), profile.rate))
    inside = tracks.energies[:, : profile.channels]
    inputs = 1 / (1 + 0.5 * (inside / step[:, None] ** 2).mean(0).sqrt())
    basis = tracks.basis[:, : profile.channels]
    usual = 0
    for i in range(0, len(tracks.x), 16):
        usual = usual + quantized(tracks.segment(i) * tracks.norms @ basis, step[i]).abs().mean(0)
    return SoundCodec(profile, basis, tracks.norms, inside.mean(0).sqrt(), inputs, usual / len(range(0, len(tracks.x), 16)))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("workdir")
    arguments.add_argument("name", choices=PROFILES)
    arguments.add_argument("--start", help="weights.safetensors to begin with")
    arguments.add_argument("--steps", type=int, default=20000)
    arguments.add_argument("--batch", type=int, default=8)
    arguments.add_argument("--columns", type=int, default=64)
    arguments.add_argument("--pace", type=float, default=1.0, help="factor of the learning rates")
    arguments.add_argument("--threads", type=int, default=1)
    arguments = arguments.parse_args()
    accelerator(arguments.threads)
    torch.manual_seed(1)
    profile = PROFILES[arguments.name]
    train, validation = tracks(arguments.workdir), tracks(arguments.workdir, "validation", 8)
    codec = untrained(profile, train)
    if arguments.start:
        start_from(arguments.start, codec)
    linear = ["analysis", "synthesis"]
    groups = [
        {"params": [p for n, p in codec.named_parameters() if n in linear], "lr": 5e-4 * arguments.pace},
        {"params": [p for n, p in codec.named_parameters() if n not in linear], "lr": 1e-3 * arguments.pace},
    ]
    run = Run(os.path.join(arguments.workdir, arguments.name), codec, arguments.steps, 1e-3 * arguments.pace, groups)
    torch.manual_seed(run.step)
    inner = torch.zeros(arguments.columns)
    inner[EDGE:-EDGE] = 1
    while run.step < arguments.steps:
        index = torch.randint(len(train.x), (arguments.batch,))
        x = train.crops(index, arguments.columns)
        rate = profile.rate * 9 ** (torch.rand(len(x)) - 0.5)
        step = train.step(index, rate)
        dropped = torch.rand(len(x)) < DROPPED
        kept = torch.where(dropped, profile.primary, profile.channels)
        shaped = step[:, None, None]
        q = codec.analyze(x) / shaped
        cut = torch.arange(profile.channels) >= kept[:, None, None]
        offset = 0.3 + 0.2 * torch.rand(len(x), 1, 1)
        integers = quantized(q.detach(), 1, offset)
        rounded = (q + (integers - q).detach()).masked_fill(cut, 0)
        error = SampleEnergy.apply((codec.synthesize(rounded, shaped) - x) * inner[:, None])
        # Bits of what was dropped teach the rate model, not the analysis, which had no use of them.
        counted = torch.where(cut, q.detach(), q)
        bits = (codec.rate(counted + torch.rand_like(q) - 0.5, integers) * inner).sum(1)
        ideal = train.ideal(index, step, kept) * inner.sum()
        loss = ((error + RATE_WEIGHT * step**2 * bits) / ideal).mean()
        run.update(loss)
        if run.step % 1000 == 0 or run.step in (1, 300, arguments.steps):
            marks = [evaluate(run.average, validation, profile.rate * r, profile.channels) for r in (0.6, 1.0, 1.7)]
            marks.append(evaluate(run.average, validation, profile.rate * 1.7, profile.primary))
            run.save(f"loss {loss.item():.4f} " + " ".join(f"{p:.3f} dB {r:.4f} bit" for p, r in marks))
        elif run.step % 250 == 0:
            run.save(f"loss {loss.item():.4f}")


if __name__ == "__main__":
    main()
