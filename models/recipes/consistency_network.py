"""Networks of the consistency models: linear coder, summary transformer, decoder, refiner. CARD.md draws them."""

import dataclasses
import math

import torch
from torch import nn
from torch.nn import functional

from consistency_domain import ANCHORED, BAND_OF_BIN, BANDS, FINE, FINE_BANDS, FLOOR, FRAMES, at

# Scalars of a chunk: anchor and envelope; summary tokens that correct them, 64 each.
ANCHOR, ENVELOPE, SUMMARIES, EACH = 384, 128, 8, 64
SCALARS = ANCHOR + ENVELOPE
# Patches along frequency: 12 of 16 bins, of which 5 hold the anchor, and 4 of two bands each.
PATCH, ROWS, ANCHOR_ROWS, UPPER_ROWS = 16, 12, 5, 4
UPPER = BANDS - FINE_BANDS
# Times a chunk at which the fine profile is given.
HALVES = 2
PROFILE = HALVES * FINE
ENTRIES = FRAMES * BANDS + PROFILE
HEAD = 64


@dataclasses.dataclass
class Size:
    width: int
    encoder: int
    decoder: int
    refiner: int
    # Frames of a token.
    time: int

    @property
    def columns(self):
        return FRAMES // self.time


SIZES = {"S": Size(192, 2, 5, 3, 8), "L": Size(320, 2, 8, 4, 4), "tiny": Size(64, 1, 2, 1, 8)}


def normed(x, gain):
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-5) * gain


def compress(x):
    return x * torch.rsqrt(torch.sqrt(1 + x.square()))


class Layer(nn.Module):
    """Attention over one chunk, or over the chunk before and this one; squared rectifier; both behind a norm of scale."""

    def __init__(self, width, context=False):
        super().__init__()
        self.width = width
        self.attention_gain = nn.Parameter(torch.ones(width))
        self.projection = nn.Parameter(torch.randn(3 * width, width) * width**-0.5)
        self.output = nn.Parameter(torch.zeros(width, width))
        self.context = nn.Parameter(torch.randn(width) * 0.5) if context else None
        self.feed_gain = nn.Parameter(torch.ones(width))
        self.first = nn.Parameter(torch.randn(3 * width, width) * width**-0.5)
        self.second = nn.Parameter(torch.zeros(width, 3 * width))

    def heads(self, x):
        return x.unflatten(-1, (-1, HEAD)).transpose(-2, -3)

    def forward(self, x, scales=(1, 1), before=None):
        """x [B, T, N, width]: T chunks in sequence; scales: factors of the gains, [B, T, 1, width].

        Returns x and the keys and values, which as `before` are the context of the first chunk of a later call.
        """
        q, k, v = (normed(x, self.attention_gain * scales[0]) @ self.projection.T).split(self.width, -1)
        own, mask = (k, v), None
        if self.context is not None:
            first = before or [torch.zeros_like(z[:, :1]) for z in own]
            earlier = [torch.cat(parts, 1) for parts in zip(first, own)]
            k, v = (torch.cat(parts, 2) for parts in ((earlier[0][:, :-1] + self.context, k), (earlier[1][:, :-1], v)))
            if before is None:
                mask = q.new_zeros(1, x.shape[1], 1, 1, k.shape[2])
                mask[:, 0, ..., : x.shape[2]] = -1e4
                mask = mask.expand(len(x), -1, -1, -1, -1).flatten(0, 1)
        q, k, v = (self.heads(z.flatten(0, 1)) for z in (q, k, v))
        if x.is_cuda:
            attended = functional.scaled_dot_product_attention(q, k, v, mask)
        else:
            # Plain products: the fused attention of processors is several times slower backward.
            scores = (q * HEAD**-0.5) @ k.transpose(-1, -2)
            attended = torch.softmax(scores if mask is None else scores + mask, -1) @ v
        x = x + (attended.transpose(1, 2).flatten(2).unflatten(0, x.shape[:2]) @ self.output.T)
        hidden = normed(x, self.feed_gain * scales[1]) @ self.first.T
        return x + torch.relu(hidden).square() @ self.second.T, [z[:, -1:] for z in own]


def compile_layers(*networks):
    for network in networks:
        for module in network.modules():
            if isinstance(module, Layer):
                module.compile()


def rows(weights, x):
    """x [B, T, R, C, inputs] by weights [R, outputs, inputs]: a matrix for each row of patches."""
    return torch.einsum("btrci,roi->btrco", x, weights)


def patches(x, size):
    """[B, T, F, bins] to [B, T, rows, columns, time 16], frame by frame."""
    b, t, f, k = x.shape
    x = x.reshape(b, t, size.columns, size.time, k // PATCH, PATCH)
    return x.permute(0, 1, 4, 2, 3, 5).flatten(4)


def unpatched(y, size):
    b, t, r, c, _ = y.shape
    return y.reshape(b, t, r, c, size.time, PATCH).permute(0, 1, 3, 4, 2, 5).reshape(b, t, FRAMES, r * PATCH)


def pairs(x, size):
    """Upper bands [B, T, F, 8] to [B, T, 4, columns, time 2]."""
    b, t, f, k = x.shape
    return x.reshape(b, t, size.columns, size.time, k // 2, 2).permute(0, 1, 4, 2, 3, 5).flatten(4)


def unpaired(y, size):
    b, t, r, c, _ = y.shape
    return y.reshape(b, t, r, c, size.time, 2).permute(0, 1, 3, 4, 2, 5).reshape(b, t, FRAMES, 2 * r)


def tokens(x):
    return x.flatten(2, 3)


def matrix(*shape):
    return nn.Parameter(torch.randn(*shape) * shape[-1] ** -0.5)


class SummaryEncoder(nn.Module):
    """Corrections of the 512 scalars, in units of their scales, out of summary tokens; zero at first."""

    def __init__(self, size):
        super().__init__()
        self.size, d = size, size.width
        self.fine = matrix(ROWS, d, PATCH * (size.time + 1))
        self.upper = matrix(UPPER_ROWS, d, 2 * size.time)
        self.position = nn.Parameter(torch.randn(size.columns * (ROWS + UPPER_ROWS) + SUMMARIES, d) * 0.5)
        self.layers = nn.ModuleList(Layer(d) for _ in range(size.encoder))
        # The summary alone is zero at first. Were these too, its tokens would be the same for every chunk and stay so.
        for layer in self.layers:
            nn.init.normal_(layer.output, std=d**-0.5)
            nn.init.normal_(layer.second, std=0.3 * d**-0.5)
        self.gain = nn.Parameter(torch.ones(d))
        self.summary = nn.Parameter(torch.zeros(SUMMARIES, EACH, d))

    def forward(self, x, energy, usual):
        """x [B, T, 32, 192], energy [B, T, 32, 25] of the bands, usual [25]: their means; returns [B, T, 512]."""
        size = self.size
        level = energy[..., at(BAND_OF_BIN, x.device)[:FINE]]
        white = compress(x * torch.exp(-0.5 * level))
        side = functional.pad(x, (1, 1))
        magnitude = torch.log(x.square() + (side[..., 2:] - side[..., :-2]).square() + FLOOR)
        mean = magnitude.unflatten(2, (size.columns, size.time)).mean(3).unflatten(3, (ROWS, PATCH)).transpose(2, 3)
        upper = pairs((energy - usual)[..., FINE_BANDS:] / 4, size)
        fine = rows(self.fine, torch.cat((patches(white, size), mean / 4), -1))
        z = torch.cat((tokens(fine), tokens(rows(self.upper, upper))), 2)
        z = torch.cat((z, z.new_zeros(*z.shape[:2], SUMMARIES, z.shape[3])), 2) + self.position
        for layer in self.layers:
            z, _ = layer(z)
        z = normed(z[:, :, -SUMMARIES:], self.gain)
        return torch.einsum("btsd,sed->btse", z, self.summary).flatten(2)


class Decoder(nn.Module):
    """Mean and logarithm of the variance of the whitened residual, out of latents, with the chunk before as context."""

    def __init__(self, size):
        super().__init__()
        self.size, d = size, size.width
        self.anchor = matrix(ANCHOR_ROWS, d, PATCH * size.time)
        self.level = matrix(ROWS, d, PATCH * size.time)
        self.upper = matrix(UPPER_ROWS, d, 2 * size.time)
        self.latents = matrix(SUMMARIES, d, EACH)
        self.position = nn.Parameter(torch.randn(size.columns * (ROWS + UPPER_ROWS) + SUMMARIES, d) * 0.5)
        self.layers = nn.ModuleList(Layer(d, True) for _ in range(size.decoder))
        self.gain = nn.Parameter(torch.ones(d))
        self.mean = nn.Parameter(torch.zeros(ROWS, PATCH * size.time, d))
        self.variance = nn.Parameter(torch.zeros(ROWS, PATCH * size.time, d))
        self.upper_variance = nn.Parameter(torch.zeros(UPPER_ROWS, 2 * size.time, d))

    def forward(self, latents, anchor, level, upper):
        """latents [B, T, 512] companded; anchor [B, T, 32, 72] over its deviation; level [B, T, 32, 192], upper
        [B, T, 32, 8]: log energies less the usual; returns mean, variance, upper variance, hidden [B, T, 12 columns, d].
        """
        size = self.size
        white = functional.pad(compress(anchor), (0, ANCHOR_ROWS * PATCH - ANCHORED))
        fine = rows(self.level, patches(level / 4, size))
        low, high = fine.split((ANCHOR_ROWS, ROWS - ANCHOR_ROWS), 2)
        fine = torch.cat((low + rows(self.anchor, patches(white, size)), high), 2)
        summary = torch.einsum("btse,sde->btsd", 2 * latents.unflatten(2, (SUMMARIES, EACH)), self.latents)
        z = torch.cat((tokens(fine), tokens(rows(self.upper, pairs(upper / 4, size))), summary), 2) + self.position
        for layer in self.layers:
            z, _ = layer(z)
        hidden = normed(z, self.gain)
        fine, upper = hidden[:, :, : ROWS * size.columns], hidden[:, :, ROWS * size.columns : -SUMMARIES]
        shaped = fine.unflatten(2, (ROWS, size.columns))
        mean, variance = (unpatched(rows(w, shaped), size) for w in (self.mean, self.variance))
        above = unpaired(rows(self.upper_variance, upper.unflatten(2, (UPPER_ROWS, size.columns))), size)
        return mean.float(), variance.float(), above.float(), fine


class Refiner(nn.Module):
    """The consistency function of the whitened residual of the fine bins, given what the decoder knows.

    f(x, s) = x / sqrt(1 + s^2) + s / sqrt(1 + s^2) F: with F = 0 that of white noise.
    """

    def __init__(self, size):
        super().__init__()
        self.size, d = size, size.width
        self.input = matrix(ROWS, d, PATCH * size.time)
        self.condition = matrix(d, d)
        self.position = nn.Parameter(torch.randn(size.columns * ROWS, d) * 0.5)
        self.layers = nn.ModuleList(Layer(d, True) for _ in range(size.refiner))
        self.gain = nn.Parameter(torch.ones(d))
        self.first = nn.Parameter(torch.randn(d, 32) * 32**-0.5)
        self.second = nn.Parameter(torch.zeros((2 * size.refiner + 1) * d, d))
        self.output = nn.Parameter(torch.zeros(ROWS, PATCH * size.time, d))

    def scales(self, sigma):
        """Factors of the gains, [..., 2 layers + 1, d], for noise levels."""
        rates = torch.exp(-math.log(1e4) * torch.arange(16, device=sigma.device) / 16) * 16
        phase = torch.log(sigma)[..., None] / 4 * rates
        hidden = functional.silu(torch.cat((phase.sin(), phase.cos()), -1) @ self.first.T)
        return 1 + (hidden @ self.second.T).unflatten(-1, (-1, self.size.width))

    def forward(self, x, sigma, hidden, before=None):
        """x [B, T, 32, 192] with noise of level sigma [B, T]; hidden as of the decoder; returns a guess of x without
        noise, and keys and values of all layers for a later call.
        """
        scales = self.scales(sigma)[:, :, :, None]
        root = torch.sqrt(1 + sigma.square())[..., None, None]
        z = tokens(rows(self.input, patches(x / root, self.size))) + hidden @ self.condition.T + self.position
        cache = []
        for index, layer in enumerate(self.layers):
            pair = (scales[:, :, 2 * index], scales[:, :, 2 * index + 1])
            z, kept = layer(z, pair, None if before is None else before[index])
            cache.append(kept)
        z = normed(z, self.gain * scales[:, :, -1]).unflatten(2, (ROWS, self.size.columns))
        guess = unpatched(rows(self.output, z), self.size).float()
        return x / root + sigma[..., None, None] / root * guess, cache
