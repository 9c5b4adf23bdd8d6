"""Held-out music through a consistency model: measures, levels, the swap test."""

import numpy as np
import torch

import consistency_metrics as metrics
import music
from consistency_domain import BAND_OF_BIN, BANDS, CHUNK, FINE, FINE_BANDS, FRAMES, log_energy, middle, samples, spectrum
from consistency_model import bin_weights, objective

CHUNKS = 14
# Share of a cell's energy that noise fills up to; below 1.7 kHz less, for the sake of the waveform.
LOW_BANDS, LOW_FILL = 12, 0.75


# Levels that calibration aims at, dB, in bands that are filled less, and in the others.
TARGET_LOW, TARGET_HIGH = -0.5, -0.8


def usual_fill():
    fill = torch.ones(BANDS)
    fill[:LOW_BANDS] = LOW_FILL
    return fill


def first_frames(starts, chunks=CHUNKS):
    """Where the excerpts of tracks begin: a third of the way, in those that are long enough."""
    spans = zip(starts[:-1], np.diff(starts))
    return [first + min(count // 3, count - chunks * FRAMES) for first, count in spans if count >= chunks * FRAMES]


class Excerpts:
    """Chunks of held-out music as the network sees them: x [clips, chunks, 32, 192 or more], upper [clips, chunks, 32, 8]."""

    def __init__(self, music, chunks=CHUNKS):
        device = music.fine.device
        first = torch.tensor(first_frames(music.starts, chunks), device=device)
        fine, upper = music.rows(first[:, None] + torch.arange(chunks * FRAMES, device=device))
        self.x, self.upper = fine.unflatten(1, (chunks, FRAMES)), upper.unflatten(1, (chunks, FRAMES))
        self.generator = torch.Generator()

    def analyze(self, codec, levels, network=True):
        half = torch.full((len(self.x), self.x.shape[1], 1), (levels - 1) // 2, device=self.x.device)
        return codec.analyze(self.x[..., :FINE], self.upper, half, network)


class HeldOut(Excerpts):
    """Clips of 10.4 s out of every validation track, mid channel; or of every n-th track of another split."""

    def __init__(self, workdir, split="validation", every=1, chunks=CHUNKS):
        self.clips = []
        for _, track in sorted(music.load(workdir, split).items())[::every]:
            if len(track) >= chunks * CHUNK:
                self.clips.append(middle(track, min(len(track) // 3, len(track) - chunks * CHUNK), chunks * CHUNK))
        frames = np.stack([spectrum(clip) for clip in self.clips])
        self.x = torch.from_numpy(frames).unflatten(1, (chunks, FRAMES))
        self.upper = log_energy(self.x)[..., FINE_BANDS:]
        self.generator = torch.Generator()

    def noise(self):
        self.generator.manual_seed(5)
        return torch.randn(self.x.shape, generator=self.generator)

    def measure(self, frames):
        """Figures of decoded frames, with the lowest and highest level of a band in dB."""
        decoded = [torch.from_numpy(samples(clip.flatten(0, 1).numpy())[1024:-1024]) for clip in frames]
        originals = [torch.from_numpy(clip[1024:-1024]) for clip in self.clips]
        levels = self.levels(frames)
        return metrics.table(originals, decoded) | {"lowest": levels.min().item(), "highest": levels.max().item()}

    def levels(self, frames):
        """Levels of the bands against the original over all clips, dB."""
        energies = [torch.zeros(BANDS).index_add_(0, BAND_OF_BIN, y.square().sum((0, 1, 2))) for y in (frames, self.x)]
        return 10 * torch.log10(energies[0] / energies[1])


def band_energies(x):
    return torch.zeros(*x.shape[:-1], BANDS).index_add_(-1, BAND_OF_BIN, x.square())


def full_spread(law, shape):
    """Deviations [B, T, 32, 1024] of what the law does not know.

    Chunks know nothing of one another's envelope, which would jump: a first frame has geometric means with the frame before.
    """
    upper = torch.exp(0.5 * law.upper)[..., BAND_OF_BIN[FINE:] - FINE_BANDS] * torch.exp(0.5 * shape[FINE:])
    spread = torch.cat((law.spread(), upper), -1)
    spread[:, 1:, 0] = (spread[:, 1:, 0] * spread[:, :-1, -1]).sqrt()
    return spread


def decoded(law, shape, noise, fill, refined=None):
    """Frames [B, T, 32, 1024] of a law; noise of unit variance or None for the mean alone.

    Noise fills every cell (band, frame) up to the share `fill` of the energy that the law expects there.
    """
    center = torch.nn.functional.pad(law.center(), (0, 1024 - FINE))
    if noise is None:
        return center
    spread = full_spread(law, shape)
    known, unknown = band_energies(center), band_energies(spread)
    gain = ((fill * (known + unknown) - known) / unknown.clamp(min=1e-12)).clamp(min=0).sqrt()
    if refined is not None:
        noise = torch.cat((refined, noise[..., FINE:]), -1)
    return center + gain[..., BAND_OF_BIN] * spread * noise


@torch.no_grad()
def swap_test(codec, held, levels=33):
    """Loss of a chunk, at most 10: own latents, another clip's, mean ones, without summaries, the linear maps alone."""
    weights = bin_weights().to(held.x.device)
    values, places = held.analyze(codec, levels)

    def loss(v, p, network=True):
        # Clamped: a quiet clip under a loud one's law would be all that a mean shows.
        losses = objective(codec.synthesize(v, p, network), held.x[..., :FINE], held.upper, weights)
        return losses.clamp(max=10).mean().item()

    mean = [z.mean((0, 1), keepdim=True).expand_as(z) for z in (values, places)]
    uncorrected = held.analyze(codec, levels, False)
    deviation = places.flatten(0, 1).std(0)
    return {
        "own": loss(values, places),
        "other": loss(values.roll(1, 0), places.roll(1, 0)),
        "mean": loss(*mean),
        "uncorrected": loss(*uncorrected),
        "linear": loss(*uncorrected, False),
        "deviation least": deviation.min().item(),
        "median": deviation.median().item(),
        "of summaries": (places - uncorrected[1]).flatten(0, 1).std(0).mean().item(),
    }


@torch.no_grad()
def evaluate(codec, held, levels=33, network=True, fill=None, mean_only=False):
    law = codec.synthesize(*held.analyze(codec, levels, network), network)
    frames = decoded(law, codec.shape, None if mean_only else held.noise(), usual_fill() if fill is None else fill)
    return held.measure(frames)


@torch.no_grad()
def calibrated(codec, excerpts, network=True, refined=None):
    """The `fill` by which the bands of excerpts come out at the levels aimed at; refined(law, noise): residuals for noise."""
    fill = usual_fill()
    target = torch.where(fill < 1, TARGET_LOW, TARGET_HIGH)
    law = codec.synthesize(*excerpts.analyze(codec, 33, network), network)
    noise = excerpts.noise()
    residual = None if refined is None else refined(law, noise)
    for _ in range(4):
        error = target - excerpts.levels(decoded(law, codec.shape, noise, fill, residual))
        fill = (fill * 10 ** (error / 10)).clamp(0.5, 1.5)
    return fill


def entropy(places, levels):
    """Static code length in kbit/s, one table for every 8 dimensions, fitted to the same latents."""
    symbols = (places.flatten(0, -2) * ((levels - 1) // 2)).round().long() + levels // 2
    bits = 0
    for group in symbols.split(8, 1):
        share = torch.bincount(group.flatten(), minlength=levels).float() / group.numel()
        bits -= 8 * (share * torch.log2(share.clamp(min=1e-9))).sum().item()
    return bits * 44.1 / CHUNK
