"""The synthesis network of sounds, along columns, and the rate model that training uses."""

import torch
from torch import nn


def neighbours(x):
    """[B, T, C] to [B, T, 3 C]: the column before, itself, the column after; zeros beyond."""
    zero = x.new_zeros(len(x), 1, x.shape[2])
    return torch.cat((torch.cat((zero, x[:, :-1]), 1), x, torch.cat((x[:, 1:], zero), 1)), 2)


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first = nn.Linear(3 * width, width)
        self.second = nn.Linear(3 * width, width)
        with torch.no_grad():
            self.second.weight.mul_(0.2)

    def forward(self, x):
        return x + self.second(neighbours(torch.relu(self.first(neighbours(x)))))


class TemporalNetwork(nn.Module):
    """Residual blocks of convolutions over three columns, as linear layers of neighbouring columns."""

    def __init__(self, inputs, width, blocks, outputs):
        super().__init__()
        self.head = nn.Linear(3 * inputs, width)
        self.blocks = nn.ModuleList(Block(width) for _ in range(blocks))
        self.tail = nn.Linear(width, outputs)
        nn.init.zeros_(self.tail.weight)
        nn.init.zeros_(self.tail.bias)

    def forward(self, x):
        x = self.head(neighbours(x))
        for block in self.blocks:
            x = block(x)
        return self.tail(torch.relu(x))


class ContextRate(nn.Module):
    """Bits of the latents under a Laplace law whose scale comes linearly from decoded magnitudes around."""

    def __init__(self, usual):
        """usual: mean magnitudes of the channels, the unit of what others tell and are told."""
        super().__init__()
        channels = len(usual)
        self.register_buffer("usual", usual)
        self.own = nn.Parameter(torch.full((3, channels), 0.15))
        self.others = nn.Parameter(torch.full((channels, 3 * channels), 0.15 / channels))
        self.bias = nn.Parameter(torch.full((channels,), 0.5))
        lower = torch.tril(torch.ones(channels, channels), -1)
        self.register_buffer("mask", torch.cat((torch.ones(channels, channels), lower, lower), 1))

    def forward(self, q, known):
        """q [B, T, C] in steps, with uniform noise in training; known: the integers; returns bits, [B, T]."""
        known = known.abs()
        with torch.autocast(q.device.type, torch.bfloat16, enabled=self.training):
            told = neighbours(known / (self.usual + 0.05)) @ (self.others * self.mask).abs().T
        scale = (self.usual + 0.02) * (self.bias.abs() + told.float()) + 0.01
        for lag, weight in enumerate(self.own.abs(), 1):
            scale = scale + nn.functional.pad(known[:, :-lag], (0, 0, lag, 0)) * weight
        mass = self.cumulative(q + 0.5, scale) - self.cumulative(q - 0.5, scale)
        return -torch.log2(mass.clamp(min=1e-6)).sum(2)

    @staticmethod
    def cumulative(x, scale):
        half = 0.5 * torch.exp(-x.abs() / scale)
        return torch.where(x < 0, half, 1 - half)
