"""The synthesis network: plain 3x3 residual blocks on one grid, told the quantizer step.

    x [B, in, h, w] ─ 3x3 ─┬─ 3x3 ─ ReLU ─ 3x3 ─ + ─ … ─ ReLU ─ 1x1 ─ y [B, out, h, w]
                           └──────────────────┘
No normalization and no attention: a position depends on `halo` positions around it and on nothing else, so
groups with a halo give the same result as the whole picture. After every 3x3 convolution each channel is
scaled by 1 + a·t + b·t² and shifted by c·t + d·t², t = log2(step / reference): with the step of a picture
known, this folds into weights and biases.
"""

import torch
from torch import nn


class StepConvolution(nn.Module):
    """3x3 convolution, zero padding, with the scale and shift of the step."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.convolution = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.scale = nn.Parameter(torch.zeros(2, outputs))
        self.shift = nn.Parameter(torch.zeros(2, outputs))

    def forward(self, x, t):
        powers = torch.stack((t, t * t), dim=1)  # [B, 2]
        scale = 1 + powers @ self.scale
        shift = powers @ self.shift
        y = self.convolution(x)
        return y * scale[:, :, None, None].to(y.dtype) + shift[:, :, None, None].to(y.dtype)


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first = StepConvolution(width, width)
        self.second = StepConvolution(width, width)
        with torch.no_grad():
            self.second.convolution.weight.mul_(0.2)

    def forward(self, x, t):
        return x + self.second(torch.relu(self.first(x, t)), t)


class SynthesisNetwork(nn.Module):
    def __init__(self, inputs, width, blocks, outputs):
        super().__init__()
        self.head = StepConvolution(inputs, width)
        self.blocks = nn.ModuleList(Block(width) for _ in range(blocks))
        self.tail = nn.Conv2d(width, outputs, 1)
        nn.init.zeros_(self.tail.weight)
        nn.init.zeros_(self.tail.bias)
        self.halo = 1 + 2 * blocks

    def forward(self, x, t):
        x = self.head(x, t)
        for block in self.blocks:
            x = block(x, t)
        return self.tail(torch.relu(x))
