"""The published form, for comparison: all 512 scalars are summary embeddings, nothing of them is linear at first.

What a short trial needed to keep latents alive: normalisation of every dimension over the batch before tanh, linear paths
beside both transformers, and a likelihood with mean and variance.
"""

import torch
from torch import nn

from consistency_domain import ANCHORED, BANDS, FINE, FINE_BANDS, FLOOR, FRAMES
from consistency_model import ConsistencyCodec, Law, band_mean, by_bin
from consistency_network import ENTRIES, HALVES, SCALARS, Decoder, SummaryEncoder, matrix


class PureCodec(nn.Module):
    def __init__(self, size, tables):
        super().__init__()
        self.size = size
        for name in ("envelope_mean", "shape"):
            self.register_buffer(name, tables[name].clone())
        self.register_buffer("usual", tables["envelope_mean"][: FRAMES * BANDS].view(FRAMES, BANDS).mean(0))
        self.encoder, self.decoder = SummaryEncoder(size), Decoder(size)
        self.encoder.summary = matrix(*self.encoder.summary.shape)
        self.inward, self.outward = matrix(SCALARS, ENTRIES), nn.Parameter(torch.randn(ENTRIES, SCALARS) * 0.005)
        self.norm = nn.BatchNorm1d(SCALARS, affine=False)

    def analyze(self, x, upper, half, network=True):
        """As of the codec with an anchor; without `network` only the linear path."""
        features = ConsistencyCodec.features(x, upper) - self.envelope_mean
        y = features / 4 @ self.inward.T
        if network:
            energy = torch.cat((torch.log(band_mean(x.square()) + FLOOR), upper), -1)
            y = y + self.encoder(x, energy, self.usual)
        u = torch.tanh(0.7 * self.norm(y.float().flatten(0, 1)).view_as(y))
        steps = half.clamp(min=1)
        places = torch.where(half > 0, u + ((u * steps).round() / steps - u).detach(), u)
        return places, places

    def synthesize(self, values, places, network=True):
        change, profile = (values @ self.outward.T).float().split((FRAMES * BANDS, HALVES * FINE), -1)
        usual, profile_usual = self.envelope_mean.split((FRAMES * BANDS, HALVES * FINE))
        change = change.unflatten(2, (FRAMES, BANDS))
        energy = change + usual.unflatten(0, (FRAMES, BANDS))
        repeat = FRAMES // HALVES
        fine = (profile + profile_usual).unflatten(2, (HALVES, FINE)).repeat_interleave(repeat, 2) + by_bin(energy)
        deviation = torch.exp(0.5 * fine.clamp(-15, 15))
        zero = torch.zeros_like(deviation)
        if not network:
            return Law(zero, deviation, zero, zero, energy[..., FINE_BANDS:], None)
        level = by_bin(change) + profile.unflatten(2, (HALVES, FINE)).repeat_interleave(repeat, 2)
        mean, correction, upper, hidden = self.decoder(places, zero[..., :ANCHORED], level, change[..., FINE_BANDS:])
        return Law(zero, deviation, mean, correction.clamp(-8, 8), energy[..., FINE_BANDS:] + upper, hidden)
