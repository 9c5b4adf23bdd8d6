"""Trains a latent profile: uniform 9/7 packet (J = 3), linear analysis to few channels, synthesis networks.

    python latent.py WORKDIR NAME [--steps N]      NAME: latent-16x, latent-4x or latent-gray

Loss: MSE on the 0..255 scale plus step²/25 times the bits per pixel of a causal context model (so that the
trade of rate for distortion is that of a uniform quantizer at high rate), over the linear error of the crop.
The step is drawn anew for every picture. WaLLoC (arXiv 2412.09405) without its companding, global attention and
global normalization, and with a rate.

Channels are ordered. The first, `primary`, are the tensor to learn from; the rest are details, mostly zero, that make
the picture. So that the primary channels alone give a picture too, the details of a quarter of the crops are dropped
(nested dropout, Rippel et al., arXiv 1402.0915, at one place).
"""

import argparse
import dataclasses
import math
import os

import torch
from torch import nn

import colour
import photos
import wavelet
from network import SynthesisNetwork
from picture import GAINS
from training import Run, accelerator, start_from

LEVELS = 3


@dataclasses.dataclass
class Profile:
    colours: int
    channels: int
    primary: int
    # (width, blocks) of the network on the grid of the latents, and of the one at stride 2.
    coarse: tuple
    fine: tuple
    steps: tuple


PROFILES = {
    "latent-16x": Profile(3, 48, 12, (96, 3), (32, 4), (8.0, 96.0)),
    "latent-4x": Profile(3, 48, 48, (96, 3), (32, 4), (4.0, 48.0)),
    "latent-gray": Profile(1, 32, 4, (64, 3), (24, 4), (4.0, 96.0)),
}
REFERENCE_STEP = 24.0
# Unit of the networks' details, on the scale of samples.
SCALE = 16.0
# How often the details of a crop are dropped.
DROPPED = 0.25


class ContextRate(nn.Module):
    """Bits of the latents under a Laplace law whose mean and scale come linearly from decoded neighbours."""

    def __init__(self, channels):
        super().__init__()
        self.mean = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.scale = nn.Conv2d(channels, channels, 3, padding=1)
        mask = torch.zeros(channels, channels, 3, 3)
        mask[:, :, 0] = 1
        mask[:, :, 1, 0] = 1
        mask += torch.tril(torch.ones(channels, channels), -1)[:, :, None, None] * (mask == 0)
        self.register_buffer("mask", mask)
        nn.init.zeros_(self.mean.weight)
        nn.init.constant_(self.scale.weight, 0.02)
        nn.init.constant_(self.scale.bias, 0.05)

    def forward(self, q):
        """q [B, C, h, w] in steps, with uniform noise; returns bits, [B]."""
        mean = torch.conv2d(q, self.mean.weight * self.mask, padding=1)
        scale = torch.conv2d(q.abs(), (self.scale.weight * self.mask).abs(), self.scale.bias.abs() + 0.04, padding=1)
        upper = self.cumulative(q - mean + 0.5, scale)
        lower = self.cumulative(q - mean - 0.5, scale)
        return -torch.log2((upper - lower).clamp(min=1e-6)).sum((1, 2, 3))

    @staticmethod
    def cumulative(x, scale):
        half = 0.5 * torch.exp(-x.abs() / scale)
        return torch.where(x < 0, half, 1 - half)


class LatentCodec(nn.Module):
    def __init__(self, profile, basis, deviations):
        super().__init__()
        colours, channels = profile.colours, profile.channels
        self.analysis = nn.Parameter(basis.clone())  # [channels, colours * 64]
        self.synthesis = nn.Parameter(basis.T.clone())
        self.register_buffer("deviations", deviations)
        self.coarse = SynthesisNetwork(channels, *profile.coarse, colours * 4**LEVELS)
        self.fine = SynthesisNetwork(colours * 4, *profile.fine, colours * 4)
        self.rate = ContextRate(channels)

    def analyze(self, x):
        """Latents before rounding, [B, channels, h, w], of packet coefficients [B, colours * 64, h, w]."""
        return torch.einsum("kc,bchw->bkhw", self.analysis, x)

    def level1(self, y, step):
        """Level-1 packet channels [B, colours * 4, H/2, W/2] of dequantized latents [B, channels, h, w]; step [B].

        The coarse network, on the grid of the latents, corrects the linear synthesis; two inverse levels later the
        fine network, at stride 2, does what needs the place inside the 8x8 block.
        """
        linear = torch.einsum("ck,bkhw->bchw", self.synthesis, y)
        t = torch.log2(step / REFERENCE_STEP)
        scaled = (y / self.deviations[:, None, None]).contiguous(memory_format=torch.channels_last)
        with torch.autocast(y.device.type, torch.bfloat16, enabled=self.training):
            detail = self.coarse(scaled, t)
        x = wavelet.inverse_packet(linear + SCALE * detail.float(), LEVELS - 1)
        with torch.autocast(y.device.type, torch.bfloat16, enabled=self.training):
            detail = self.fine((x / SCALE).contiguous(memory_format=torch.channels_last), t)
        return x + SCALE * detail.float()


def packets(workdir, convert):
    """Packet coefficients of the training photographs as float16; every other picture mirrored."""
    images = photos.load(workdir, "train", lambda name: not name.endswith("-1440"))
    pictures = [convert(image) for _, image in sorted(images.items())]
    pictures = [x.flip(-1) if index % 2 else x for index, x in enumerate(pictures)]
    return [wavelet.packet(crop_to_grid(x), LEVELS).half() for x in pictures]


def random_crop(train, size):
    """A crop of size x size positions; transposed half of the time, which swaps the two mixed bands of each level."""
    x = train[torch.randint(len(train), ()).item()]
    top = torch.randint(x.shape[1] - size + 1, ()).item()
    left = torch.randint(x.shape[2] - size + 1, ()).item()
    crop = x[:, top : top + size, left : left + size].float()
    if torch.rand(()) < 0.5:
        order = torch.arange(len(crop)).unflatten(0, (-1,) + (4,) * LEVELS)
        for axis in range(1, LEVELS + 1):
            order = order.index_select(axis, torch.tensor([0, 2, 1, 3]))
        crop = crop[order.flatten()].transpose(1, 2)
    return crop


def basis_of(train, channels):
    """Karhunen-Loève basis of the packet coefficients, ordered by energy, and deviations of its channels."""
    moment = 0
    for x in train:
        y = x.flatten(1).float()
        moment = moment + y @ y.T / y.shape[1] / len(train)
    values, vectors = torch.linalg.eigh(moment)
    return vectors.flip(1).T[:channels].contiguous(), values.flip(0)[:channels].sqrt()


def crop_to_grid(x, grid=2**LEVELS):
    return x[..., : x.shape[-2] // grid * grid, : x.shape[-1] // grid * grid]


def evaluate(codec, images, step, kept, offset=0.4):
    """Mean PSNR and bits per pixel (training rate model) over whole pictures; `kept` channels, the others zero."""
    psnr = bpp = 0
    codec.eval()
    device = codec.analysis.device
    with torch.no_grad():
        for x in images:
            x = x[None].to(device)
            q = codec.analyze(wavelet.packet(x, LEVELS)) / step
            q = q.sign() * (q.abs() + offset).floor()
            q[:, kept:] = 0
            bpp += codec.rate(q).item() / x[0, 0].numel() / len(images)
            out = wavelet.inverse_packet(codec.level1(q * step, torch.tensor([step], device=device)), 1)
            error = (out - x).square().mean()
            psnr += 10 * math.log10(255**2 / error) / len(images)
    codec.train()
    return psnr, bpp


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("workdir")
    arguments.add_argument("name", choices=PROFILES)
    arguments.add_argument("--start", help="weights.safetensors of a released model to begin with")
    arguments.add_argument("--steps", type=int, default=80000)
    arguments.add_argument("--batch", type=int, default=4)
    arguments.add_argument("--crop", type=int, default=128)
    arguments.add_argument("--threads", type=int, default=1)
    arguments = arguments.parse_args()
    device = accelerator(arguments.threads)
    torch.manual_seed(1)
    profile = PROFILES[arguments.name]
    colours, channels, (low, high) = profile.colours, profile.channels, profile.steps
    convert = colour.rotate if colours == 3 else colour.luma
    validation = photos.load(arguments.workdir, "validation", lambda name: name.endswith("-960"))
    validation = [crop_to_grid(convert(image)) for _, image in sorted(validation.items())[::3]]
    train = packets(arguments.workdir, convert)
    gains = torch.tensor(GAINS, device=device).repeat(colours)[:, None, None]
    codec = LatentCodec(profile, *basis_of(train[::20], channels)).to(device)
    for part in (codec.coarse, codec.fine):
        part.to(memory_format=torch.channels_last)
    if arguments.start:
        start_from(arguments.start, codec)
    linear = ["analysis", "synthesis"]
    groups = [
        {"params": [p for n, p in codec.named_parameters() if n in linear], "lr": 5e-4},
        {"params": [p for n, p in codec.named_parameters() if n not in linear], "lr": 1e-3},
    ]
    run = Run(os.path.join(arguments.workdir, arguments.name), codec, arguments.steps, 1e-3, groups)
    torch.manual_seed(run.step)
    while run.step < arguments.steps:
        x = torch.stack([random_crop(train, arguments.crop // 2**LEVELS) for _ in range(arguments.batch)]).to(device)
        step = low * (high / low) ** torch.rand(len(x), device=device)
        shaped = step[:, None, None, None]
        y = codec.analyze(x)
        q = y / shaped
        detail = torch.arange(channels, device=device)[:, None, None] >= profile.primary
        dropped = detail & (torch.rand(len(x), 1, 1, 1, device=device) < DROPPED)
        offset = 0.3 + 0.2 * torch.rand(len(x), 1, 1, 1, device=device)
        rounded = (q + (q.sign() * (q.abs() + offset).floor() - q).detach()).masked_fill(dropped, 0)
        target = wavelet.inverse_packet(x, LEVELS - 1)
        error = ((codec.level1(rounded * shaped, step) - target).square() * gains).mean((1, 2, 3))
        # Bits of what was dropped teach the rate model, not the analysis, which had no use of them.
        counted = torch.where(dropped, q.detach(), q)
        bpp = codec.rate(counted + torch.rand_like(q) - 0.5) / (x[0, 0].numel() * 4**LEVELS)
        with torch.no_grad():
            linear = torch.einsum("ck,bkhw->bchw", codec.synthesis, y.masked_fill(dropped, 0))
            linear_error = (linear - x).square().mean((1, 2, 3))
            linear_error += step**2 / 12 * channels / (colours * 4**LEVELS) + 2
        loss = ((error + 3 / colours * step**2 / 25 * bpp) / linear_error).mean()
        run.update(loss)
        if run.step % 2500 == 0 or run.step in (200, arguments.steps):
            marks = [evaluate(run.average, validation, s, channels) for s in (low * 1.5, 24.0, high / 1.5)]
            if profile.primary < channels:
                marks.append(evaluate(run.average, validation, 24.0, profile.primary))
            run.save(f"loss {loss.item():.4f} " + " ".join(f"{p:.3f} dB {r:.4f} bpp" for p, r in marks))


if __name__ == "__main__":
    main()
