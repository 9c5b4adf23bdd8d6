"""The codec that training sees: 512 scalars of a chunk, their rounding, and the law of the chunk's coefficients."""

import dataclasses

import torch
from torch import nn

from consistency_domain import ANCHORED, BAND_OF_BIN, BANDS, EDGES, FINE, FINE_BANDS, FLOOR, FRAMES, WIDTHS, at
from consistency_network import ANCHOR, HALVES, SCALARS, Decoder, SummaryEncoder

FINE_BAND, FINE_WIDTHS = BAND_OF_BIN[:FINE], WIDTHS[:FINE_BANDS]
FIRST_BIN, END_BIN = torch.tensor(EDGES[:FINE_BANDS]), torch.tensor(EDGES[1 : FINE_BANDS + 1])


@dataclasses.dataclass
class Law:
    """Gaussian law of the coefficients: [B, T, 32, ...]. Deviations are before the network's correction."""

    anchor: torch.Tensor
    # Logarithms of the variances of the 192 fine bins and of the mean square of the 8 upper bands.
    deviation: torch.Tensor
    mean: torch.Tensor
    correction: torch.Tensor
    upper: torch.Tensor
    hidden: torch.Tensor

    def center(self):
        return self.anchor + self.deviation * self.mean

    def spread(self):
        return self.deviation * torch.exp(0.5 * self.correction)


def band_mean(x):
    """Means over the bins of the 17 fine bands."""
    total = torch.cat((torch.zeros_like(x[..., :1]), x), -1).cumsum(-1)
    return (total[..., at(END_BIN, x.device)] - total[..., at(FIRST_BIN, x.device)]) / at(FINE_WIDTHS, x.device)


def by_bin(bands):
    """Values of bands for the fine bins that lie in them."""
    return bands[..., at(FINE_BAND, bands.device)]


def companded(u, squares):
    """Places of scaled scalars on the scale that is rounded: roots for those of the anchor."""
    return torch.where(squares, u.sign() * u.abs().sqrt(), u)


class ConsistencyCodec(nn.Module):
    def __init__(self, size, tables):
        super().__init__()
        self.size = size
        for name in ("anchor_analysis", "anchor_synthesis", "envelope_analysis", "envelope_synthesis", "envelope_mean"):
            setattr(self, name, nn.Parameter(tables[name].clone()))
        for name in ("scale", "shape"):
            self.register_buffer(name, tables[name].clone())
        self.register_buffer("usual", tables["envelope_mean"][: FRAMES * BANDS].view(FRAMES, BANDS).mean(0))
        self.register_buffer("squares", torch.arange(SCALARS) < ANCHOR)
        self.encoder, self.decoder = SummaryEncoder(size), Decoder(size)

    def rounded(self, u, half, part):
        """(dequantized, places): scaled scalars clamped, those with half > 0 rounded to 2 half + 1 levels, straight through."""
        u = u.clamp(-1, 1)
        squares = self.squares[part]
        place = companded(u.detach(), squares)
        steps = half.clamp(min=1)
        place = torch.where(half > 0, (place * steps).round() / steps, place)
        value = torch.where(squares, place * place.abs(), place)
        return u + (value - u).detach(), place + 2 * (u - u.detach())

    def analyze(self, x, upper, half, network=True):
        """Dequantized scalars and their places [B, T, 512] of fine bins and upper log energies; half [B, T, 1]."""
        anchor, envelope = slice(0, ANCHOR), slice(ANCHOR, SCALARS)
        correction = x.new_zeros(*x.shape[:2], SCALARS)
        if network:
            energy = torch.cat((torch.log(band_mean(x.square()) + FLOOR), upper), -1)
            correction = self.encoder(x, energy, self.usual).float()
        flat = x[..., :ANCHORED].flatten(2)
        u = flat @ self.anchor_analysis.T / self.scale[anchor] + correction[..., anchor]
        first, first_place = self.rounded(u, half, anchor)
        residual = torch.cat((x[..., :ANCHORED] - self.anchored(first), x[..., ANCHORED:]), -1)
        features = self.features(residual, upper)
        u = (features - self.envelope_mean) @ self.envelope_analysis.T / self.scale[envelope] + correction[..., envelope]
        second, second_place = self.rounded(u, half, envelope)
        return torch.cat((first, second), -1), torch.cat((first_place, second_place), -1)

    def anchored(self, values):
        """Coefficients [B, T, 32, 72] of the anchor."""
        flat = (values * self.scale[:ANCHOR]) @ self.anchor_synthesis.T
        return flat.unflatten(2, (FRAMES, ANCHORED))

    @staticmethod
    def features(residual, upper):
        """Log energies of the 25 bands frame by frame, and of fine bins against their band by halves, [B, T, 1184]."""
        square = residual.square()
        energy = torch.cat((torch.log(band_mean(square) + FLOOR), upper), -1)
        halves = square.unflatten(2, (HALVES, -1)).mean(3)
        profile = torch.log(halves + FLOOR) - by_bin(torch.log(band_mean(halves) + FLOOR))
        return torch.cat((energy.flatten(2), profile.flatten(2)), -1)

    def synthesize(self, values, places, network=True):
        """The law of chunks in sequence."""
        anchor = self.anchored(values[..., :ANCHOR])
        envelope = (values[..., ANCHOR:] * self.scale[ANCHOR:]) @ self.envelope_synthesis.T
        change, profile_change = envelope.split((FRAMES * BANDS, HALVES * FINE), -1)
        usual, profile_usual = self.envelope_mean.split((FRAMES * BANDS, HALVES * FINE))
        energy = (change + usual).unflatten(2, (FRAMES, BANDS))
        profile = torch.exp((profile_change + profile_usual).clamp(-15, 15)).unflatten(2, (HALVES, FINE))
        profile = (profile / by_bin(band_mean(profile))).repeat_interleave(FRAMES // HALVES, 2)
        deviation = torch.exp(0.5 * by_bin(energy).clamp(-15, 15)) * profile.sqrt()
        wide = nn.functional.pad(anchor, (0, FINE - ANCHORED))
        if not network:
            zero = torch.zeros_like(deviation)
            return Law(wide, deviation, zero, zero, energy[..., FINE_BANDS:], None)
        change = change.unflatten(2, (FRAMES, BANDS))
        profile_change = profile_change.unflatten(2, (HALVES, FINE)).repeat_interleave(FRAMES // HALVES, 2)
        level = by_bin(change) + profile_change
        mean, correction, upper, hidden = self.decoder(
            places, anchor / deviation[..., :ANCHORED], level, change[..., FINE_BANDS:])
        return Law(wide, deviation, mean, correction.clamp(-8, 8), energy[..., FINE_BANDS:] + upper, hidden)


# Degrees of freedom of Student's law, and its scale against the deviation of the noise that is filled in.
FREEDOM, SCALE = 4, 0.8
WAVEFORM_WEIGHT = 0.5
# What the logarithm of the mean square of n Gaussian numbers lies above that of their variance: digamma(n/2) - ln(n/2).
ENERGY_BIAS = torch.digamma(WIDTHS / 2) - torch.log(WIDTHS / 2)


def pseudo_huber(x):
    return torch.sqrt(1 + x.square()) - 1


def objective(law, x, upper, weights):
    """Loss of chunks [B, T]; weights [1024] of the bins, of sum 1. Three parts:

    likelihood of fine bins under Student's law: a Gaussian's is led by the rare loud ones, and fills too much noise;
    distances of the logarithms of band energies, expected and true, where a likelihood again takes the mean of energies;
    squared error of the center against the energy of the chunk, for the waveform.
    """
    center, square = law.center(), law.spread().square()
    variance = square * SCALE**2 + FLOOR
    error = (x - center).square()
    fine = (FREEDOM + 1) / 2 * torch.log1p(error / (FREEDOM * variance)) + 0.5 * torch.log(variance)
    band = torch.zeros(BANDS, device=x.device).index_add_(0, at(BAND_OF_BIN, x.device), weights)
    expected = torch.log(band_mean(center.square() + square) + FLOOR)
    expected = torch.cat((expected, law.upper), -1) + at(ENERGY_BIAS, x.device)
    energy = torch.cat((torch.log(band_mean(x.square()) + FLOOR), upper), -1)
    frames = (fine * weights[:FINE]).sum(-1) + (pseudo_huber(energy - expected) * band).sum(-1)
    waveform = (error.sum((2, 3)) / (x.square().sum((2, 3)) + FRAMES * FINE * FLOOR)).clamp(max=4)
    return frames.mean(-1) + WAVEFORM_WEIGHT * waveform


def bin_weights():
    weights = 1 / ((torch.arange(1024) + 0.5) * 44100 / 2048 + 300)
    return weights / weights.sum()
