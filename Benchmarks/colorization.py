"""Colours for gray pictures: by a network of latents, and by the same network of fewer pixels.

    python3 Benchmarks/colorization.py FOLDER [--out DIR] [--seeds 3] [--steps 600] [--quality 60] [--keep]

FOLDER is that of learning.py: train and val, and in each of them folders of pictures of 224x224. Learned from train (every fifth picture
is kept out to choose by: --split validation), tested on every second picture of val. The network gets 12 numbers for 8x8 pixels of the gray
picture, 12x28x28, and gives 12 for those in colour:

- latents: primary channels of `latent-16x`, of the gray picture and of the one in colour; the codec decodes what comes out,
- pixels, RGB: pictures scaled to 56x56, squares of 2x2 pixels as channels; what comes out is scaled up,
- pixels, gray: as a gray picture needs no RGB, it is scaled to 84x112 instead; colours as before.

Same network, pictures, order, steps; the loss is the PSNR of samples or of coefficients on the same scale. Measures
against the picture in colour of full size: PSNR of its chroma (Cb, Cr of JPEG; the mean square of all pictures), PSNR and MS-SSIM of the
picture (`codec compare`, means). The ceiling is what the true numbers give. Needs torch, numpy, Pillow.
"""

import argparse
import json
import os
import subprocess
import sys

import numpy
import torch
from PIL import Image

from learning import CODEC, pictures
from tasks import cell, codec, store
from training import fit

SOURCES = ("latents", "pixels, RGB", "pixels, gray")
SIDE, BATCH = 224, 16
HELD_OUT, TESTED = 5, 2  # Every so many pictures: of train kept out, of val tested on.
MEASURES = ("chroma", "psnr", "msssim")


def squares(image, height, width):
    """A picture scaled down, [channels, 28, 28]: rectangles of pixels as channels."""
    values = numpy.asarray(image.resize((width, height), Image.BOX), numpy.float32)
    values = values.reshape(28, height // 28, 28, width // 28, -1)
    return values.transpose(4, 1, 3, 0, 2).reshape(-1, 28, 28)


def coded(image, quality):
    return codec.open(codec.encode(numpy.asarray(image), model="latent-16x", quality=quality, entropy="classes"))


def coefficients(image, quality):
    file = coded(image, quality)
    return file.latents(primary=True) * numpy.float32(file.step)


def prepare(folder, split, quality, target):
    """Half floats by name: what goes in of every source, what should come out."""
    if not os.path.exists(target):
        kinds = {name: [] for name in ("latents", "latents out", "pixels, RGB", "pixels out", "pixels, gray")}
        for relative in pictures(os.path.join(folder, split)):
            image = Image.open(os.path.join(folder, split, relative)).convert("RGB")
            if image.size != (SIDE, SIDE):
                raise SystemExit(f"{relative}: {image.width}x{image.height} pixels, not {SIDE}x{SIDE}")
            gray = image.convert("L")
            kinds["latents"].append(coefficients(gray.convert("RGB"), quality))
            kinds["latents out"].append(coefficients(image, quality))
            kinds["pixels, RGB"].append(squares(gray.convert("RGB"), 56, 56) - 128)
            kinds["pixels, gray"].append(squares(gray, 84, 112) - 128)
            kinds["pixels out"].append(squares(image, 56, 56) - 128)
        numpy.savez(target, **{name: numpy.stack(values).astype(numpy.float16) for name, values in kinds.items()})
    return numpy.load(target)


class Block(torch.nn.Module):
    def __init__(self, width):
        super().__init__()
        self.body = torch.nn.Sequential(
            torch.nn.GroupNorm(8, width), torch.nn.GELU(), torch.nn.Conv2d(width, width, 3, padding=1),
            torch.nn.GroupNorm(8, width), torch.nn.GELU(), torch.nn.Conv2d(width, width, 3, padding=1))

    def forward(self, values):
        return values + self.body(values)


class Colorizer(torch.nn.Module):
    """Channels to as many on grids of 28, 14 and 7 positions a side, added to a linear layer that keeps what is gray.

    The linear layer starts as what fits examples best, the rest at 0. Channels are over their deviations.
    """

    def __init__(self, given, wanted, widths=(48, 64, 96)):
        super().__init__()
        fine, middle, coarse = widths
        channels = given.shape[1]
        for name, values in (("deviations_in", given), ("deviations_out", wanted)):
            self.register_buffer(name, values.square().mean((0, 2, 3), keepdim=True)[0].sqrt() + 0.1)
        self.straight = torch.nn.Conv2d(channels, channels, 1, bias=False)
        rows = [(values / deviations).permute(0, 2, 3, 1).flatten(0, 2).double()
                for values, deviations in ((given, self.deviations_in), (wanted, self.deviations_out))]
        # A little of the identity, as channels can be copies of each other.
        square = rows[0].T @ rows[0] + 1e-3 * len(rows[0]) * torch.eye(channels)
        self.straight.weight.data[:, :, 0, 0] = torch.linalg.solve(square, rows[0].T @ rows[1]).T.float()
        self.first = torch.nn.Sequential(torch.nn.Conv2d(2 * channels, fine, 3, padding=1), Block(fine))
        self.down = torch.nn.Sequential(torch.nn.Conv2d(fine, middle, 3, 2, 1), Block(middle))
        self.bottom = torch.nn.Sequential(
            torch.nn.Conv2d(middle, coarse, 3, 2, 1), Block(coarse), Block(coarse), torch.nn.Conv2d(coarse, middle, 1),
            torch.nn.Upsample(scale_factor=2))
        self.up = torch.nn.Sequential(Block(middle), torch.nn.Conv2d(middle, fine, 1), torch.nn.Upsample(scale_factor=2))
        self.last = torch.nn.Sequential(Block(fine), torch.nn.GELU(), torch.nn.Conv2d(fine, channels, 3, padding=1))
        torch.nn.init.zeros_(self.last[-1].weight)

    def forward(self, values):
        values = values / self.deviations_in
        # Magnitudes beside values: how strong a detail is tells a texture.
        fine = self.first(torch.cat([values, values.abs()], 1))
        middle = self.down(fine)
        middle = self.up(middle + self.bottom(middle))
        return (self.straight(values) + self.last(fine + middle)) * self.deviations_out


def loss(network, batch):
    """Mean over pictures of the mean square of errors in dB, on the scale of samples; not of pooled squares, of which a few very colourful
    pictures are the most."""
    given, wanted, samples = batch
    error = (network(given).float() - wanted).square().sum((1, 2, 3)) / (28 * 28 * samples)
    return 10 * torch.log10(error + 20).mean()


def learn(data, source, seed, arguments):
    """A network, and the processor seconds of learning it."""
    torch.manual_seed(seed)
    kept = numpy.arange(len(data[source])) % HELD_OUT != 0 if arguments.split == "validation" else slice(None)
    given, wanted = (torch.from_numpy(data[name][kept]).float() for name in (source, out_of(source)))
    network = Colorizer(given, wanted)

    def batch(generator):
        chosen = torch.randint(len(given), (BATCH,), generator=generator)
        # What comes out stands for so many samples at a position of the grid.
        return given[chosen], wanted[chosen], 192 if source == "latents" else 12

    return network, fit(network, batch, loss, seed, arguments.steps, arguments.rate)


def out_of(source):
    return "latents out" if source == "latents" else "pixels out"


def picture(values, source, like):
    """What comes out of a network, [12, 28, 28], as a picture."""
    if source == "latents":
        symbols = numpy.rint(values / like.step).clip(-32768, 32767).astype(numpy.int16)
        return Image.fromarray(codec.decode_latents(symbols, like=like))
    small = values.reshape(3, 2, 2, 28, 28).transpose(3, 1, 4, 2, 0).reshape(56, 56, 3)
    small = (small + 128).round().clip(0, 255).astype(numpy.uint8)
    return Image.fromarray(small).resize((SIDE, SIDE), Image.BICUBIC)


def chroma(image):
    return numpy.asarray(image.convert("YCbCr"), numpy.float64)[..., 1:]


def restored(network, data, source, like):
    """A function of the number of a picture: the picture that comes out. Without a network: of what it should give."""

    def picture_of(number, _):
        if network is None:
            return picture(data[out_of(source)][number].astype(numpy.float32), source, like)
        with torch.no_grad():
            given = torch.from_numpy(data[source][number : number + 1]).float()
            return picture(network(given)[0].numpy(), source, like)

    return picture_of


def evaluate(picture_of, arguments):
    """Measures of a split; picture_of: what is made of a picture, by its number and the picture in colour."""
    split = "val" if arguments.split == "test" else "train"
    paths = pictures(os.path.join(arguments.folder, split))
    original, seen = (os.path.join(arguments.out, name + ".ppm") for name in ("original", "seen"))
    errors, told = [], {"psnr": [], "msssim": []}
    for number in range(0, len(paths), HELD_OUT if split == "train" else TESTED):
        image = Image.open(os.path.join(arguments.folder, split, paths[number])).convert("RGB")
        result = picture_of(number, image)
        errors.append(((chroma(image) - chroma(result)) ** 2).mean())
        image.save(original)
        result.save(seen)
        report = subprocess.run([CODEC, "compare", original, seen, "--json"], check=True, stdout=subprocess.PIPE).stdout
        for key, values in told.items():
            # Two equal pictures, which have no PSNR, count as 99 dB.
            values.append(99 if json.loads(report)[key] is None else json.loads(report)[key])
    return {"chroma": 10 * float(numpy.log10(255**2 / numpy.mean(errors))),
            **{key: float(numpy.mean(values)) for key, values in told.items()}}


def table(rows):
    print("| network of | PSNR of chroma | PSNR | MS-SSIM | CPU s |\n|---|---|---|---|---|")
    for source in (None, *SOURCES):
        for has_seed in (True, False):
            found = [row for row in rows if row["source"] == source and (row["seed"] is not None) == has_seed]
            if not found:
                continue
            name = "nothing: the gray picture" if source is None else source if has_seed else source.split(",")[0] + ", ceiling"
            cells = [cell([row[key] for row in found], 4 if key == "msssim" else 2) for key in MEASURES]
            print(f"| {name} | " + " | ".join(cells) + f" | {cell([row['cpu_seconds'] for row in found], 0) if has_seed else ''} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--out", default="out/colorization")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--quality", type=float, default=60)
    parser.add_argument("--split", choices=("test", "validation"), default="test",
                        help="validation: learn without what is kept out, measure on it")
    parser.add_argument("--keep", action="store_true", help="keep what a run before measured")
    arguments = parser.parse_args()
    os.makedirs(arguments.out, exist_ok=True)
    data = {split: prepare(arguments.folder, split, arguments.quality, os.path.join(arguments.out, split + ".npz"))
            for split in ("train", "val")}
    data = {split: {name: values[name] for name in values.files} for split, values in data.items()}
    measured = data["val" if arguments.split == "test" else "train"]
    result = os.path.join(arguments.out, f"colorization-{arguments.split}.json")
    rows = []
    if arguments.keep and os.path.exists(result):
        with open(result, encoding="utf-8") as file:
            rows = json.load(file)["rows"]
    like = coded(Image.new("RGB", (SIDE, SIDE)), arguments.quality)
    # Both kinds of pixels have one ceiling. Pairs first: what a run that is cut off has can be compared.
    order = [(None, None), (None, SOURCES[0]), (None, SOURCES[1]),
             *((seed, source) for sources in (SOURCES[:2], SOURCES[2:]) for seed in range(arguments.seeds) for source in sources)]
    for seed, source in order:
        if any((row["source"], row["seed"]) == (source, seed) for row in rows):
            continue
        network, seconds = (None, 0) if seed is None else learn(data["train"], source, seed, arguments)
        picture_of = restored(network, measured, source, like) if source else lambda _, image: image.convert("L").convert("RGB")
        rows.append({"source": source, "seed": seed, "rate": arguments.rate, "steps": arguments.steps, "cpu_seconds": seconds,
                     **evaluate(picture_of, arguments)})
        print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
        store(result, split=arguments.split, rows=rows)
    table(rows)


if __name__ == "__main__":
    main()
