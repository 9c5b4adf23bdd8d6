"""What a consistency model begins as: Karhunen-Loeve bases of anchor and envelope, scales of the scalars."""

import os

import torch

import consistency_model
from consistency_domain import ANCHORED, FRAMES
from consistency_network import ANCHOR, ENTRIES, ENVELOPE, PROFILE

# Deviations that the scales reach: scalars beyond are clamped.
ANCHOR_REACH, ENVELOPE_REACH = 8, 4
# What a decibel of the fine profile counts beside one of the bands' envelope.
PROFILE_WEIGHT = 1.0
CHUNKS = 8000


def basis(moments, count):
    return torch.linalg.eigh(moments.double()).eigenvectors.flip(1)[:, :count].T.float().contiguous()


def learned(music):
    """Tables of training music: the anchor by the mean of the chunks' decibels, the envelope of what it leaves."""
    x, upper = music.draw(CHUNKS, 1, torch.Generator().manual_seed(1))
    loud = x.square().mean((1, 2)) > 1e-3
    x, upper = x[loud], upper[loud]
    flat = x[..., :ANCHORED].flatten(1)
    weighted = flat / (flat.square().mean(1, keepdim=True) + 1e-2).sqrt()
    analysis = basis(weighted.T @ weighted, ANCHOR)
    y = flat @ analysis.T
    scale = ANCHOR_REACH * y.square().mean(0).sqrt()
    place = ((y / scale).clamp(-1, 1).sign() * (y / scale).abs().clamp(max=1).sqrt() * 16).round() / 16
    residual = x.clone()
    residual[..., :ANCHORED] -= ((place * place.abs() * scale) @ analysis).unflatten(1, (FRAMES, ANCHORED))
    features = consistency_model.ConsistencyCodec.features(residual[:, None], upper[:, None])[:, 0]
    weight = torch.ones(ENTRIES)
    weight[-PROFILE:] = PROFILE_WEIGHT
    mean = features.mean(0)
    axes = basis(torch.cov(((features - mean) * weight).T), ENVELOPE)
    envelope = (features - mean) * weight @ axes.T
    return {
        "anchor_analysis": analysis,
        "anchor_synthesis": analysis.T.contiguous(),
        "envelope_analysis": axes * weight,
        "envelope_synthesis": (axes / weight).T.contiguous(),
        "envelope_mean": mean,
        "scale": torch.cat((scale, ENVELOPE_REACH * envelope.std(0))),
        "shape": music.shape,
    }


def tables(workdir, music):
    path = os.path.join(workdir, "consistency-tables.pt")
    if not os.path.exists(path):
        torch.save(learned(music()), path)
    return torch.load(path, weights_only=True)


def blank():
    """Tables of the right shapes, for weights to be loaded into."""
    shapes = {"anchor_analysis": (ANCHOR, FRAMES * ANCHORED), "anchor_synthesis": (FRAMES * ANCHORED, ANCHOR)}
    shapes |= {"envelope_analysis": (ENVELOPE, ENTRIES), "envelope_synthesis": (ENTRIES, ENVELOPE)}
    shapes |= {"envelope_mean": (ENTRIES,), "scale": (ANCHOR + ENVELOPE,), "shape": (1024,)}
    return {name: torch.ones(shape) for name, shape in shapes.items()}
