"""The side channel of the consistency models: 24 scalars a chunk that say how side follows from mid."""

import numpy as np
import torch

import music
from consistency_domain import BANDS, CHUNK, EDGES, FLOOR, FRAMES, UNIT, spectrum
from consistency_tables import basis

SCALARS, COLUMNS, REACH = 24, 4, 4
GROUPS = [(EDGES[2 * i], EDGES[min(2 * i + 2, BANDS)]) for i in range((BANDS + 1) // 2)]
CELLS = len(GROUPS) * COLUMNS


def features(mid, side):
    """[B, 104] of frames [B, 32, 1024]: prediction of side from mid, then the logarithm of what it leaves against mid."""
    shares, ratios = [], []
    for column in range(COLUMNS):
        time = slice(column * FRAMES // COLUMNS, (column + 1) * FRAMES // COLUMNS)
        for low, high in GROUPS:
            m, s = (z[:, time, low:high].flatten(1) for z in (mid, side))
            count = m.shape[1]
            share = ((m * s).sum(1) / (m.square().sum(1) + FLOOR * count)).clamp(-1, 1)
            left = (s - share[:, None] * m).square().mean(1) + FLOOR
            shares.append(share)
            ratios.append((0.5 * torch.log(left / (m.square().mean(1) + FLOOR))).clamp(-6, 2))
    return torch.stack(shares + ratios, 1)


def spread(cells):
    """[B, 32, 1024] of cells [B, 52]."""
    widths = torch.tensor([high - low for low, high in GROUPS])
    return cells.unflatten(1, (COLUMNS, -1)).repeat_interleave(FRAMES // COLUMNS, 1).repeat_interleave(widths, 2)


def side(values, tables, mid, expected, noise):
    """Decoded side [B, 32, 1024] of scalars [B, 24] (dequantized), decoded mid, its expected mean squares, noise."""
    f = values * tables["side_scale"] @ tables["side_synthesis"].T + tables["side_mean"]
    share, ratio = f.split(CELLS, 1)
    return spread(share.clamp(-1, 1)) * mid + torch.exp(spread(ratio)) * expected.sqrt() * noise


def tables(workdir, chunks=24):
    """Karhunen-Loeve basis of the features of every second training track."""
    rows = []
    for _, track in sorted(music.load(workdir, "train").items())[::2]:
        places = np.linspace(0, max(len(track) - CHUNK, 0), chunks).astype(int)
        for place in places:
            x = np.asarray(track[place : place + CHUNK], np.float32) / UNIT
            if len(x) == CHUNK:
                m, s = (torch.from_numpy(spectrum(z))[None] for z in ((x[:, 0] + x[:, 1]) / 2, (x[:, 0] - x[:, 1]) / 2))
                if m.square().mean() > 1e-2:
                    rows.append(features(m, s)[0])
    x = torch.stack(rows)
    mean = x.mean(0)
    # Shares count double: they are what moves sources.
    weight = torch.ones(2 * CELLS)
    weight[:CELLS] = 2
    axes = basis(torch.cov(((x - mean) * weight).T), SCALARS)
    y = (x - mean) * weight @ axes.T
    return {
        "side_analysis": axes * weight,
        "side_synthesis": (axes / weight).T.contiguous(),
        "side_mean": mean,
        "side_scale": REACH * y.std(0),
    }
