"""Trains the synthesis network of the `picture` profile: corrections of the level-1 bands, at stride 2.

    python picture.py WORKDIR [--steps N] [--entropy models/picture/entropy.safetensors]

The transform is fixed (five-level 9/7 pyramid of rotated colours) and the quantizer is hard, so the recipe is a
regression: from the decoded low band and the decoded level-1 details, 12 channels divided by the step, to what
quantization took from them. With the entropy model of an earlier release the quantizer is the encoder's, which weighs
rate against distortion; without, a plain dead zone. One network serves every step. Loss: squared error weighted
with the energy of each band, over the linear error of the crop + 2, so that every picture and step counts by its
gain in dB.
"""

import argparse
import math
import os

import torch

import colour
import contexts
import photos
import wavelet
from class_model import ClassModel
from network import SynthesisNetwork
from training import Run, accelerator, start_from

LEVELS = 5
COLOURS = 3
REFERENCE_STEP = 40.0
STEPS = (6.0, 180.0)
WIDTH, BLOCKS = 24, 5
# What a bit is worth to the encoder, in squared steps: WaveletImageCodec.standardRateWeight.
RATE_WEIGHT = 0.045
# Energy of a unit coefficient of (LL, LH, HL, HH) of one level in the picture.
GAINS = (0.9661, 1.0225, 1.0225, 1.0822)


def quantize(x, step, offset):
    return x.sign() * (x.abs() / step + offset).floor() * step


def decided(bands, step, entropy):
    """`bands` as the encoder's rate-distortion optimised quantizer leaves them, under a `ClassModel`."""
    planes = [x / step for x in contexts.pyramid_planes(bands)]
    planes = iter([x * step for x in entropy.decided(planes, RATE_WEIGHT)])
    take = lambda like: torch.stack([next(planes) for _ in like])
    return [take(bands[0])] + [tuple(take(x) for x in level) for level in bands[1:]]


def stride2(bands):
    """Pyramid to the 12 channels the network sees, [12, h/2, w/2]; colour-major, then LL, LH, HL, HH."""
    low = wavelet.inverse_pyramid(bands, stop=1)
    return torch.stack((low, *bands[-1]), dim=-3).flatten(-4, -3)


def pyramids(workdir):
    """(level-1 channels, coarser bands) of the training photographs as float16; every other one mirrored."""
    result = []
    for index, (_, image) in enumerate(sorted(photos.load(workdir, "train", lambda n: not n.endswith("-1440")).items())):
        image = image[: image.shape[0] // 2 * 2, : image.shape[1] // 2 * 2]
        x = colour.rotate(image[:, ::-1].copy() if index % 2 else image)
        bands = wavelet.pyramid(x, LEVELS)
        result.append([bands[0].half()] + [tuple(b.half() for b in level) for level in bands[1:]])
    return result


def decoded(bands, step, offset):
    return [quantize(bands[0], step, offset)] + [tuple(quantize(b, step, offset) for b in d) for d in bands[1:]]


def example(train, entropy):
    """One picture at one step: (decoded / step, original / step) channels and the step."""
    low, high = STEPS
    step = low * (high / low) ** torch.rand(()).item()
    bands = train[torch.randint(len(train), ()).item()]
    bands = [bands[0].float()] + [tuple(b.float() for b in level) for level in bands[1:]]
    if entropy is None:
        coded = decoded(bands, step, 0.3 + 0.15 * torch.rand(()).item())
    else:
        coded = decided(bands, step, entropy)
    pair = stride2(coded), stride2(bands)
    if torch.rand(()) < 0.5:  # transposition swaps LH and HL
        order = torch.arange(4 * COLOURS).unflatten(0, (-1, 4))[:, [0, 2, 1, 3]].flatten()
        pair = tuple(x[order].transpose(1, 2) for x in pair)
    return pair[0] / step, pair[1] / step, step


def crops(pool, count, size):
    items = []
    for index in torch.randint(len(pool), (count,)).tolist():
        x, y, step = pool[index]
        top = torch.randint(x.shape[1] - size + 1, ()).item()
        left = torch.randint(x.shape[2] - size + 1, ()).item()
        window = (slice(None), slice(top, top + size), slice(left, left + size))
        items.append((x[window], y[window], step))
    x, y, step = zip(*items)
    return torch.stack(x), torch.stack(y), torch.tensor(step)


def evaluate(network, images, step, entropy, offset=0.36):
    """Mean PSNR of the rounded picture: (linear inverse, with the network)."""
    totals = [0.0, 0.0]
    network.eval()
    device = next(network.parameters()).device
    with torch.no_grad():
        for image in images:
            bands = wavelet.pyramid(colour.rotate(image), LEVELS)
            x = stride2(decoded(bands, step, offset) if entropy is None else decided(bands, step, entropy))
            t = torch.log2(torch.tensor([step / REFERENCE_STEP]))
            detail = network((x[None] / step).to(device), t.to(device))[0].cpu() * step
            for kind, channels in enumerate((x, x + detail)):
                out = wavelet.inverse(*channels.unflatten(0, (COLOURS, 4)).unbind(1))
                out = colour.unrotate(out).round().clamp(0, 255)
                error = (out - torch.as_tensor(image).float()).square().mean()
                totals[kind] += 10 * math.log10(255**2 / error) / len(images)
    network.train()
    return totals


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("workdir")
    arguments.add_argument("--name", default="picture")
    arguments.add_argument("--start", help="weights.safetensors of a released model to begin with")
    arguments.add_argument("--entropy", help="entropy.safetensors of a released model, to quantize as the encoder does")
    arguments.add_argument("--steps", type=int, default=200000)
    arguments.add_argument("--rate", type=float, default=2e-3)
    arguments.add_argument("--batch", type=int, default=4)
    arguments.add_argument("--crop", type=int, default=64, help="positions, of two pixels")
    arguments.add_argument("--threads", type=int, default=1)
    arguments = arguments.parse_args()
    device = accelerator(arguments.threads)
    torch.manual_seed(1)
    validation = photos.load(arguments.workdir, "validation", lambda name: name.endswith("-960"))
    validation = [image for _, image in sorted(validation.items())][::2]
    train = pyramids(arguments.workdir)
    entropy = None
    if arguments.entropy:
        entropy = ClassModel.load(arguments.entropy, contexts.pyramid_bands(COLOURS, LEVELS))
    network = SynthesisNetwork(4 * COLOURS, WIDTH, BLOCKS, 4 * COLOURS).to(device, memory_format=torch.channels_last)
    if arguments.start:
        start_from(arguments.start, network, "fine.")
    run = Run(os.path.join(arguments.workdir, arguments.name), network, arguments.steps, arguments.rate)
    torch.manual_seed(run.step)
    gains = torch.tensor(GAINS, device=device).repeat(COLOURS)[:, None, None]
    pool = [example(train, entropy) for _ in range(48)]
    while run.step < arguments.steps:
        if run.step % 20 == 0:
            pool[torch.randint(len(pool), ()).item()] = example(train, entropy)
        x, y, step = (part.to(device) for part in crops(pool, arguments.batch, arguments.crop))
        x = x.contiguous(memory_format=torch.channels_last)
        with torch.autocast(device.type, torch.bfloat16):
            detail = network(x, torch.log2(step / REFERENCE_STEP)).float()
        linear = ((y - x).square() * gains).mean((1, 2, 3))
        error = ((y - x - detail).square() * gains).mean((1, 2, 3))
        run.update((error / (linear + 2 / step**2)).mean())
        if run.step % 4000 == 0 or run.step in (1000, arguments.steps):
            marks = [(s, *evaluate(run.average, validation, s, entropy)) for s in (20.0, 56.0, 110.0)]
            run.save(" ".join(f"step {s:.0f}: {a:.3f} -> {b:.3f} dB" for s, a, b in marks))


if __name__ == "__main__":
    main()
