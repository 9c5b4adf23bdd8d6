"""The class entropy model: integer magnitude predictor, classes, static tables.

A plane of integer latents is coded row by row. For every latent a weighted sum of decoded magnitudes (own causal
neighbours, planes already decoded at the same place and around it, the parent) predicts its mean magnitude in
units of 2^-12; a quarter octave of the prediction is a class, and each class has a static table. Eight latents
whose classes are all low are first asked at once: all zero or not. `Sources/Codecs/Contexts` is the twin of the
integer part; FORMAT.md names every rule.

The weights are those of a geometric law with linear mean, by scoring (weighted least squares), over pictures
quantized at many steps, so that one model serves every rate. Here are the rules; class_model.py learns.
"""

import dataclasses

import torch

SHIFT = 12
CLASSES = 80
RUN = 8
RUN_CLASSES = 26
SYMBOLS = 16
TOTAL = 1 << 15
CAP = 1023
# Channels of sounds that share tables.
LINE_TABLES = 16
OWN = [(0, -1), (0, -2), (-1, 0), (-2, 0), (-1, -1), (-1, 1)]


@dataclasses.dataclass
class Band:
    """Which planes a plane may look at: `references` and `parent` are indices of planes coded before it."""

    references: list
    parent: int | None
    predicts_mean: bool
    tables: int


def shifted(x, dy, dx):
    """x[y+dy, x+dx], zero outside."""
    height, width = x.shape
    padded = torch.nn.functional.pad(x, (2, 2, 2, 2))
    return padded[2 + dy : 2 + dy + height, 2 + dx : 2 + dx + width]


def fitted(x, height, width):
    """x cut or filled with zeros to a size."""
    return torch.nn.functional.pad(x, (0, max(0, width - x.shape[1]), 0, max(0, height - x.shape[0])))[:height, :width]


def cross(x, lines=False):
    """The sum of the four neighbours; with `lines`, rows are planes of their own and have two."""
    sides = shifted(x, 0, -1) + shifted(x, 0, 1)
    return sides if lines else sides + shifted(x, -1, 0) + shifted(x, 1, 0)


def mean_neighbours(q):
    """W, N, NW, NE with the rules for missing ones: first row W, first column N, last column NE = N."""
    w, n, nw, ne = (shifted(q, 0, -1), shifted(q, -1, 0), shifted(q, -1, -1), shifted(q, -1, 1))
    ne[:, -1] = n[:, -1]
    n[0], nw[0], ne[0] = w[0], w[0], w[0]
    w[:, 0], nw[:, 0] = n[:, 0], n[:, 0]
    return torch.stack((w, n, nw, ne))


def residual(q, mean):
    """q minus its integer prediction, `mean` four weights in units of 2^-8 or None."""
    if mean is None or not mean.any():
        return q
    prediction = (mean_neighbours(q).double() * mean.double()[:, None, None]).sum(0)
    return q - ((prediction + 128) / 256).floor()


def features(planes, crosses, bands, index, lines=False):
    """Magnitude features of one plane, [F, h, w], in the order of the weights: own, references, parent.

    `crosses`: the neighbours' sums of every plane, `cross`. `lines`: rows are planes of their own.
    """
    own = planes[index]
    height, width = own.shape
    rows = [torch.zeros_like(own) if lines and dy else shifted(own, dy, dx) for dy, dx in OWN]
    for reference in bands[index].references:
        other = fitted(planes[reference], height, width)
        rows += [other, fitted(crosses[reference], height, width)]
    if bands[index].parent is not None:
        for x in (planes[bands[index].parent], crosses[bands[index].parent]):
            rows.append(fitted(x.repeat_interleave(2, 0).repeat_interleave(2, 1), height, width))
    return torch.stack(rows)


def classes(total):
    """Quarter octave of the integer predictions."""
    value = total.clamp(min=4).double()
    exponent = torch.log2(value).floor()
    exponent = torch.where(2.0**exponent > value, exponent - 1, exponent)
    quarter = (value / 2.0 ** (exponent - 2)).floor() - 4
    return ((exponent - 2) * 4 + quarter).clamp(0, CLASSES - 1).long()


def shift_of(index):
    """Low bits sent raw: the table then sees a mean magnitude of three or less."""
    mean = 2.0 ** (index / 4 + 2 - SHIFT)
    return max(0, int(torch.tensor(mean / 2).log2().floor()) if mean > 2 else 0)


SHIFTS = torch.tensor([shift_of(i) for i in range(CLASSES)])


def pyramid_bands(colours, levels):
    """Bands in coding order: low bands, then per level lh, hl, hh, each in every colour."""
    bands = [Band(list(range(c)), None, True, min(c, 1)) for c in range(colours)]
    start = colours
    for level in range(levels, 0, -1):
        for orientation in range(3):
            for c in range(colours):
                index = start + orientation * colours + c
                references = [start + orientation * colours + i for i in range(c)]
                references += [start + i * colours + c for i in range(orientation)]
                parent = index - 3 * colours if level < levels else None
                table = 2 + ((levels - level) * 2 + (orientation == 2)) * 2 + min(c, 1)
                bands.append(Band(references, parent, False, table))
        start += 3 * colours
    return bands


def pyramid_planes(bands):
    """`wavelet.pyramid` of [C, h, w] to planes in coding order."""
    planes = list(bands[0].unbind(0))
    for level in bands[1:]:
        for band in level:
            planes += list(band.unbind(0))
    return planes


def line_bands(neighbours):
    """Channels of one row each: `neighbours` are the references of each, earlier channels."""
    return [Band(list(known), None, False, channel // LINE_TABLES) for channel, known in enumerate(neighbours)]


def uniform_bands(channels):
    return [Band(list(range(c)), None, True, c) for c in range(channels)]
