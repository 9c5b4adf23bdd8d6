"""Measures of decoded music, mono at 44.1 kHz. None is a listening test."""

import numpy as np
import torch

RATE = 44100
LSD_BANDS = {"0-4": (0, 4000), "4-11": (4000, 11000), "11-22": (11000, 22050)}
# Samples of a window of the Frechet distance.
WINDOW = 32768


def power(x, size):
    """Power spectra [T, size/2 + 1], Hann, hop size/4."""
    window = torch.hann_window(size, periodic=True)
    return torch.stft(x, size, size // 4, window=window, center=False, return_complex=True).abs().square().T


def mel_matrix(size=2048, count=64):
    """Triangles of unit area, 30 Hz to 20 kHz."""
    mel = np.linspace(*(2595 * np.log10(1 + np.array([30, 20000]) / 700)), count + 2)
    edges = 700 * (10 ** (mel / 2595) - 1)
    f = np.arange(size // 2 + 1)[:, None] * RATE / size
    rise, fall = (f - edges[:-2]) / np.diff(edges)[:-1], (edges[2:] - f) / np.diff(edges)[1:]
    triangles = np.maximum(0, np.minimum(rise, fall))
    return torch.from_numpy(triangles / np.maximum(triangles.sum(0), 1e-9)).float()


MEL = mel_matrix()


def si_sdr(x, y):
    share = (x * y).sum() / x.square().sum().clamp(min=1e-9)
    target = share * x
    return 10 * torch.log10(target.square().sum() / (y - target).square().sum().clamp(min=1e-9) + 1e-9).item()


def log_mel(x):
    return 10 * torch.log10(power(x, 2048) @ MEL + 1e-6)


def multi_resolution(x, y):
    """Spectral convergence plus mean distance of log magnitudes, mean over three sizes."""
    total = 0
    for size in (512, 1024, 2048):
        a, b = power(x, size).sqrt(), power(y, size).sqrt()
        floor = 1e-3 * a.square().mean().sqrt() + 1e-5
        total += (a - b).norm() / a.norm().clamp(min=1e-9) + (torch.log(a + floor) - torch.log(b + floor)).abs().mean()
    return total.item() / 3


def spectral_distance(x, y):
    """Root mean square distance of log spectra in dB a frame, mean over frames, in three ranges."""
    a, b = power(x, 2048), power(y, 2048)
    floor = 1e-7 * a.mean() + 1e-7
    d = 10 * (torch.log10(a + floor) - torch.log10(b + floor))
    f = torch.arange(d.shape[1]) * RATE / 2048
    return {k: d[:, (f >= l) & (f < h)].square().mean(1).sqrt().mean().item() for k, (l, h) in LSD_BANDS.items()}


def embeddings(x):
    """Mean, deviation and flux of the log mel spectrum, [windows, 192]."""
    mel = log_mel(x)
    per = WINDOW // 512
    count = len(mel) // per
    mel = mel[: count * per].unflatten(0, (count, per))
    return torch.cat((mel.mean(1), mel.std(1), mel.diff(dim=1).abs().mean(1)), 1)


def frechet(a, b, dimensions=32):
    """Frechet distance of embeddings on the main axes of the first."""
    mean = a.mean(0)
    axes = torch.linalg.svd(a - mean, full_matrices=False)[2][:dimensions].T
    a, b = ((z - mean) @ axes for z in (a, b))
    c, d = torch.cov(a.T).double(), torch.cov(b.T).double()
    values, vectors = torch.linalg.eigh(c)
    root = vectors @ torch.diag(values.clamp(min=0).sqrt()) @ vectors.T
    cross = torch.linalg.eigvalsh(root @ d @ root).clamp(min=0).sqrt().sum()
    return ((a.mean(0) - b.mean(0)).square().sum() + c.trace() + d.trace() - 2 * cross).item()


def table(originals, decoded):
    """Figures of a list of clips, as a dictionary: means over clips, Frechet distance over all windows."""
    rows = []
    for x, y in zip(originals, decoded):
        row = {"si_sdr": si_sdr(x, y), "mel": (log_mel(x) - log_mel(y)).abs().mean().item()}
        row |= {"lsd " + k: v for k, v in spectral_distance(x, y).items()} | {"mr": multi_resolution(x, y)}
        row["level"] = 10 * torch.log10(y.square().sum() / x.square().sum()).item()
        rows.append(row)
    result = {key: float(np.mean([row[key] for row in rows])) for key in rows[0]}
    a, b = (torch.cat([embeddings(x) for x in clips]) for clips in (originals, decoded))
    return result | {"fd": frechet(a, b)}


def line(figures):
    return " ".join(f"{key} {value:.3f}" for key, value in figures.items())
