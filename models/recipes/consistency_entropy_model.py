"""The entropy model of the summaries of consistency latents: what `SummaryModel` computes, as a function to learn.

A chunk is a product of sum units, one a scalar. A sum unit mixes two neighbours of CLASSES input distributions that all scalars of
a section share; a gate, linear in what is already decoded, says which two and with what weights. Nothing known is zero.
"""

import math

import numpy as np
import torch
from torch import nn

ANCHOR, ENVELOPE, SIDE = 384, 128, 24
LEVELS = (33, 17, 11)
HALVES = {33: 16, 17: 8, 11: 5}
SIDE_HALVES = {33: 8, 17: 4, 11: 4}
CLASSES = 24
# Input distributions are cumulative tables over distances from the mean, GRID cells a unit of the place.
GRID = 160
# Places and logarithms of magnitudes as integers, so many a unit; integers of gates a class; a count of the range coder's tables.
PLACE, LOGARITHM, GATE, COUNT = 80, 32, 256, 1 / 32768
LOGARITHMS = torch.round(LOGARITHM * (torch.log(torch.arange(PLACE + 1) / PLACE + 0.03) + 1.2))


def logarithms(places):
    return LOGARITHMS[(places.abs() * PLACE).round().long()] / LOGARITHM


def laplacian(base, ratio):
    """Masses [CLASSES, 2 GRID] of distances under Laplace laws of growing spread."""
    cells = torch.arange(2 * GRID + 1) / GRID
    spreads = base * ratio ** (torch.arange(CLASSES) / (CLASSES - 1))[:, None]
    survival = torch.exp(-cells / spreads)
    return survival[:, :-1] - survival[:, 1:]


def companded(base, ratio):
    """The same for roots of magnitudes: of what is spread between Laplace and Gauss."""
    cells = torch.arange(2 * GRID + 1) / GRID
    spreads = base * ratio ** (torch.arange(CLASSES) / (CLASSES - 1))[:, None]
    size = cells.square() / spreads
    survival = (torch.exp(-1.2 * size) + torch.erfc(0.8 * size)) / 2
    survival[:, GRID:] = 0
    return survival[:, :-1] - survival[:, 1:]


class Section(nn.Module):
    """Scalars that share input distributions.

    `gates`, `means`: blocks of the features, (width, causal): a causal block is the section itself, of which a scalar sees what
    stands before it. Without means the distributions stay around 0.
    """

    def __init__(self, count, masses, gates, means=()):
        super().__init__()
        self.table = nn.Parameter(torch.log(masses + 1e-5))
        self.gate = nn.Parameter(torch.zeros(count, sum(width for width, _ in gates)))
        self.bias = nn.Parameter(torch.full((2, count), CLASSES / 2))
        self.mean = nn.Parameter(torch.zeros(count, sum(width for width, _ in means)))
        self.center = nn.Parameter(torch.zeros(2, count))
        for name, blocks in (("gate_mask", gates), ("mean_mask", means)):
            parts = [torch.ones(count, w).tril(-1) if causal else torch.ones(count, w) for w, causal in blocks]
            self.register_buffer(name, torch.cat(parts, 1) if parts else torch.zeros(count, 0), persistent=False)

    def half_tables(self):
        """[CLASSES, 2 GRID + 1]: share between the mean and a distance, on one side."""
        return nn.functional.pad(torch.softmax(self.table, 1).cumsum(1) / 2, (1, 0))

    def forward(self, symbols, half, first, gates, means):
        """Bits [B, count] of symbols, of which `first` [B] have no chunk before; features [B, ...]."""
        row = first.long()
        gate = gates @ (self.gate * self.gate_mask).T + self.bias[row]
        center = 0
        if means is not None:
            center = (means @ (self.mean * self.mean_mask).T + self.center[row]).clamp(-1, 1) * GRID
        gate = gate.clamp(0, CLASSES - 1 - 1 / GATE)
        low, tables = gate.floor(), self.half_tables()
        share, low = gate - low, low.long()

        def below(edge):
            distance = edge - center
            at = distance.abs().clamp(max=2 * GRID - 1e-3)
            cell = at.floor()
            part, cell = at - cell, cell.long()
            inside = lambda k: (1 - part) * tables[k, cell] + part * tables[k, cell + 1]
            return 0.5 + distance.sign() * ((1 - share) * inside(low) + share * inside(low + 1))

        step = GRID / half
        start = torch.where(symbols <= -half, torch.zeros(()), below((symbols - 0.5) * step))
        end = torch.where(symbols >= half, torch.ones(()), below((symbols + 0.5) * step))
        return -torch.log2(((end - start).clamp(min=0) + COUNT) / (1 + (2 * half + 1) * COUNT))


class SummaryEntropy(nn.Module):
    """Anchor, envelope and side of chunks; what is decoded first: envelope, anchor, side."""

    def __init__(self):
        super().__init__()
        blocks = [(ENVELOPE, True), (ENVELOPE, True), (ENVELOPE, False), (ANCHOR, False)]
        self.envelope = Section(ENVELOPE, laplacian(0.01, 50), blocks, [(ENVELOPE, True), (ENVELOPE, False)])
        self.anchor = Section(ANCHOR, companded(0.004, 250), [(ENVELOPE, False), (ANCHOR, True), (ANCHOR, False)])
        blocks = [(SIDE, True), (SIDE, True), (SIDE, False), (SIDE, False)]
        self.side = Section(SIDE, laplacian(0.01, 50), blocks, [(SIDE, True), (SIDE, False)])
        with torch.no_grad():
            for section in (self.envelope, self.side):
                width = len(section.mean)
                section.mean[:, width:] = 0.4 * torch.eye(width)

    def mid(self, symbols, before, first, levels):
        """Bits of the anchor [B, 384] and of the envelope [B, 128] of symbols [B, 512]."""
        half = HALVES[levels]
        known = (~first).float()[:, None]
        now, past = symbols / half, before / half * known
        anchor, envelope = now.split((ANCHOR, ENVELOPE), 1)
        old_anchor, old_envelope = past.split((ANCHOR, ENVELOPE), 1)
        old = logarithms(old_anchor) * known
        gates = torch.cat((envelope, logarithms(envelope), old_envelope, old), 1)
        means = torch.cat((envelope, old_envelope), 1)
        envelope_bits = self.envelope(symbols[:, ANCHOR:], half, first, gates, means)
        gates = torch.cat((envelope, logarithms(anchor), old), 1)
        return self.anchor(symbols[:, :ANCHOR], half, first, gates, None), envelope_bits

    def sides(self, symbols, before, first, levels):
        """Bits [B, 24] of the side symbols."""
        half = SIDE_HALVES[levels]
        known = (~first).float()[:, None]
        now, past = symbols / half, before / half * known
        gates = torch.cat((now, logarithms(now), past, logarithms(past) * known), 1)
        return self.side(symbols, half, first, gates, torch.cat((now, past), 1))


def rows(matrix, target):
    """A matrix as bytes, and how far its rows are shifted; `target`: its integers of a unit, by column."""
    scaled = matrix * target
    shifts = torch.floor(torch.log2(127 / scaled.abs().amax(1).clamp(min=1e-3))).clamp(0, 15)
    return (scaled * 2 ** shifts[:, None]).round().to(torch.int8), shifts.to(torch.uint8)


def units(blocks):
    """Integers of a unit, of blocks of places (True) and logarithms."""
    return torch.cat([torch.full((width,), 1 / (PLACE if isplace else LOGARITHM)) for width, isplace in blocks])


@torch.no_grad()
def stored(model):
    """The tensors of the file. What they say is put back into the model, so that it measures them."""
    tensors = {"logarithms": LOGARITHMS.to(torch.int8)}
    tables = []
    layouts = {
        "envelope": [(ENVELOPE, True), (ENVELOPE, False), (ENVELOPE, True), (ANCHOR, False)],
        "anchor": [(ENVELOPE, True), (ANCHOR, False), (ANCHOR, False)],
        "side": [(SIDE, True), (SIDE, False), (SIDE, True), (SIDE, False)],
    }
    for name, layout in layouts.items():
        section = getattr(model, name)
        kinds = [("gate", units(layout) * GATE, section.gate_mask)]
        if section.mean.shape[1]:
            kinds.append(("mean", torch.full((section.mean.shape[1],), GRID / PLACE), section.mean_mask))
        for kind, target, mask in kinds:
            matrix = getattr(section, kind)
            weights, shifts = rows(matrix * mask, target)
            matrix.copy_(weights / 2.0 ** shifts[:, None] / target)
            tensors |= {f"{name}.{kind}": weights, f"{name}.{kind}.shift": shifts}
        tensors[f"{name}.bias"] = (section.bias * GATE).round().to(torch.int16)
        if section.mean.shape[1]:
            tensors[f"{name}.center"] = (section.center * GRID).round().to(torch.int16)
        table = (section.half_tables() * 32768).round().clamp(max=16384)
        table[:, -1] = 16384
        tables.append(table.to(torch.int16))
    return tensors | {"tables": torch.stack(tables)}
