"""Writes the golden vectors of Tests/TransformsTests: periodic 9/7 by PyWavelets, the rest by the twins here.

    python transform_goldens.py Tests/TransformsTests/Goldens
"""

import json
import sys
from pathlib import Path

import numpy
import pywt
import torch

import colour
import wavelet


def listed(x):
    return [float(f"{v:.9g}") for v in numpy.asarray(x, dtype=numpy.float32).ravel()]


def case(width, height, levels, given, result, channels=1):
    return {
        "width": width,
        "height": height,
        "levels": levels,
        "channels": channels,
        "input": listed(given),
        "output": listed(result),
    }


def mosaic(bands):
    """Lays [low, (lh, hl, hh), …] out in one plane, coarse to fine."""
    plane = numpy.asarray(bands[0])
    for lh, hl, hh in bands[1:]:
        left = numpy.concatenate([plane, numpy.asarray(lh)], axis=0)
        right = numpy.concatenate([numpy.asarray(hl), numpy.asarray(hh)], axis=0)
        plane = numpy.concatenate([left, right], axis=1)
    return plane


def symmetric(random):
    cases = []
    sizes = ((1, 1, 2), (7, 1, 2), (1, 7, 3), (3, 17, 2), (2, 2, 1), (23, 18, 3), (40, 9, 5))
    for width, height, levels in sizes:
        x = random.normal(0, 50, (height, width)).astype(numpy.float32)
        bands = wavelet.pyramid(torch.from_numpy(x), levels)
        plane = mosaic([bands[0].numpy()] + [tuple(b.numpy() for b in level) for level in bands[1:]])
        cases.append(case(width, height, levels, x, plane))
    return cases


def periodic(random):
    cases = []
    for width, height, levels in ((2, 4, 1), (8, 6, 1), (16, 24, 1), (32, 16, 3)):
        x = random.normal(0, 50, (height, width)).astype(numpy.float32)
        bands = pywt.wavedec2(x.astype(numpy.float64), "bior4.4", mode="periodization", level=levels)
        cases.append(case(width, height, levels, x, mosaic(bands)))
    return cases


def packet(random):
    cases = []
    for channels, width, height, levels in ((1, 4, 4, 1), (2, 16, 8, 2), (1, 16, 24, 3)):
        x = random.normal(0, 50, (channels, height, width)).astype(numpy.float32)
        y = wavelet.packet(torch.from_numpy(x), levels).numpy()
        cases.append(case(width, height, levels, x, y, channels))
    return cases


def reversible_line(x):
    """5/3 of JPEG 2000 along the last axis modulo 2^16, written with explicit mirrored indices."""
    x = x.astype(numpy.int64)
    count = x.shape[-1]
    if count == 1:
        return x, x[..., :0]

    def wrap(v):
        return (v + 32768) % 65536 - 32768

    def mirror(i):
        i = abs(i)
        return 2 * (count - 1) - i if i >= count else i

    y = x.copy()
    for first, lift in ((1, lambda s: -(s // 2)), (0, lambda s: (s + 2) // 4)):
        for n in range(first, count, 2):
            y[..., n] = wrap(y[..., n] + lift(y[..., mirror(n - 1)] + y[..., mirror(n + 1)]))
    return y[..., 0::2], y[..., 1::2]


def reversible(random):
    cases = []
    for width, height, levels, high in ((1, 1, 1, 256), (9, 7, 2, 256), (16, 10, 3, 32768), (5, 1, 2, 32768)):
        x = random.integers(-high, high, (height, width))
        low, details = x, []
        for _ in range(levels):
            halves = reversible_line(low)
            (ll, lh), (hl, hh) = (reversible_line(half.T) for half in halves)
            low = ll.T
            details.insert(0, (lh.T, hl.T, hh.T))
        cases.append(case(width, height, levels, x, mosaic([low] + details)))
    return cases


def rotated(random):
    image = random.integers(0, 256, (5, 7, 3))
    found = case(7, 5, 0, image, colour.rotate(image).numpy(), channels=3)
    return [found | {"rotation": listed(colour.ROTATION)}]


def main(folder):
    random = numpy.random.default_rng(1)
    for make in (symmetric, periodic, packet, reversible, rotated):
        text = json.dumps(make(random), separators=(",", ":")).replace('},{"', '},\n{"')
        (Path(folder) / f"{make.__name__}.json").write_text(text + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
