"""The domain that sound models work in: columns of packet coefficients of both channels, and their energy as samples."""

import os

import numpy as np
import torch

import music
import wavelet

# Depth of the packet; a column are the coefficients of 2^LEVELS frames of both channels.
LEVELS = 8
HOP = 1 << LEVELS
ENTRIES = 2 * HOP
# int16 samples a unit: samples lie in -128..128.
UNIT = 256
# Columns around a piece of sound that the packet needs.
MARGIN = 4
# Segments a track, and their columns: 15 s.
SPAN, COLUMNS = 3, 2580


def columns(samples):
    """[T, 512] of int16 [T 256, 2]."""
    lines = torch.from_numpy(np.array(samples.T, dtype=np.float32)) / UNIT
    return wavelet.line_packet(lines, LEVELS).T.contiguous()


def packets(workdir, split):
    """Segments of all tracks of a split as float16 [segments, COLUMNS, 512]; silent ones are left out."""
    path = os.path.join(workdir, f"packets-{split}.npy")
    if not os.path.exists(path):
        need = (COLUMNS + 2 * MARGIN) * HOP
        result = []
        for _, track in sorted(music.load(workdir, split).items()):
            for part in range(SPAN):
                start = int((len(track) - need) * (part + 0.5) / SPAN)
                x = columns(track[max(start, 0) : start + need])[MARGIN:-MARGIN]
                if start >= 0 and x.square().mean() > 1e-4:
                    result.append(x.half().numpy())
        np.save(path, np.stack(result))
    return np.load(path, mmap_mode="r")


def band_norms():
    """Norms of the synthesis functions of the 512 coefficients of a column."""
    impulses = torch.zeros(HOP, HOP, 33)
    impulses[torch.arange(HOP), torch.arange(HOP), 16] = 1
    return wavelet.inverse_line_packet(impulses, LEVELS).norm(dim=-1).flatten().repeat(2)


def moments(x, norms):
    """Second moments [segments, 512, 512] of coefficients times their norms."""
    return torch.stack([(z := torch.from_numpy(np.array(part)).float() * norms).T @ z / len(z) for part in x])


def plain_basis(x, norms):
    """Karhunen-Loève basis [512, 512], by energy."""
    return torch.linalg.eigh(moments(x, norms).mean(0).double()).eigenvectors.flip(1).float()


def _lift(target, source, factor, shift):
    """target -= factor (source[n] + source[n + shift]), in place, periodic."""
    return target.sub_(source + source.roll(-shift, -1), alpha=factor)


class SampleEnergy(torch.autograd.Function):
    """Energy [B] of the samples of packet coefficients [B, T, 512], their ends joined.

    Lifting without autograd: the gradient is the transposed inverse of the samples.
    """

    FACTORS = (wavelet.ALPHA, wavelet.BETA, wavelet.GAMMA, wavelet.DELTA)

    @staticmethod
    def forward(context, x):
        alpha, beta, gamma, delta = SampleEnergy.FACTORS
        y = x.unflatten(2, (2, HOP)).permute(0, 2, 3, 1).contiguous()
        for _ in range(LEVELS):
            y = y.unflatten(2, (-1, 2))
            even, odd = y[..., 0, :] / wavelet.SCALE_LOW, y[..., 1, :] / wavelet.SCALE_HIGH
            _lift(even, odd, delta, -1)
            _lift(odd, even, gamma, 1)
            _lift(even, odd, beta, -1)
            _lift(odd, even, alpha, 1)
            y = torch.stack((even, odd), -1).flatten(3)
        energy = y.square().sum((1, 2, 3))
        if x.requires_grad:
            for _ in range(LEVELS):
                even, odd = y[..., 0::2].contiguous(), y[..., 1::2].contiguous()
                _lift(even, odd, alpha, -1)
                _lift(odd, even, beta, 1)
                _lift(even, odd, gamma, -1)
                _lift(odd, even, delta, 1)
                y = torch.stack((even / wavelet.SCALE_LOW, odd / wavelet.SCALE_HIGH), 3).flatten(2, 3)
            context.save_for_backward(2 * y.permute(0, 3, 1, 2).flatten(2))
        return energy

    @staticmethod
    def backward(context, gradient):
        return context.saved_tensors[0] * gradient[:, None, None]
