"""The codecs that are measured: one entry each in the table CODECS. All of them run on one thread."""

import os
from dataclasses import dataclass
from typing import Callable

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.join(ROOT, ".build", "release", "codec")


@dataclass
class Codec:
    """How to call an encoder and its decoder.

    `encode(picture, setting, file)` and `decode(file, decoded)` give the command as a list. `grid` holds the settings
    of a rate curve by rising rate, about 0.1 to 1.5 bits per pixel on photographs; `usual` is the one for timing,
    near 0.5. `suffix` is that of the compressed file, `decoded` that of the file which the decoder writes.
    """

    label: str
    colour: str
    suffix: str
    encode: Callable
    decode: Callable
    grid: list
    usual: float
    decoded: str = "ppm"
    ours: bool = False


def jpeg(label, colour, sampling):
    def encode(picture, quality, file):
        return ["cjpeg", "-quality", str(quality), "-optimize", "-progressive", "-sample", sampling,
                "-outfile", file, picture.ppm]

    def decode(file, out):
        return ["djpeg", "-outfile", out, file]

    return Codec(label, colour, "jpg", encode, decode, [4, 8, 12, 18, 26, 38, 52, 66, 78, 86, 91], 40)


def webp():
    def encode(picture, quality, file):
        return ["cwebp", "-quiet", "-m", "6", "-q", str(quality), picture.png, "-o", file]

    def decode(file, out):
        return ["dwebp", "-quiet", "-ppm", file, "-o", out]

    return Codec("WebP", "#8c6d31", "webp", encode, decode, [0, 1, 4, 10, 20, 32, 48, 66, 80, 88, 92], 50)


def jpeg2000():
    def encode(picture, rate, file):
        # PPM, because the PNG reader of opj_compress can change pixels. The option asks for a compression ratio.
        ratio = 8 * os.path.getsize(picture.ppm) / picture.pixels / rate
        return ["opj_compress", "-i", picture.ppm, "-o", file, "-r", f"{ratio:.4f}", "-I", "-n", "6"]

    def decode(file, out):
        return ["opj_decompress", "-i", file, "-o", out]

    return Codec("JPEG 2000", "#7570b3", "j2k", encode, decode, [0.1, 0.2, 0.3, 0.5, 0.75, 1.05, 1.5], 0.5)


def jpegxl():
    def encode(picture, distance, file):
        return ["cjxl", picture.png, file, "-d", str(distance), "-e", "7", "--num_threads=0", "--quiet"]

    def decode(file, out):
        return ["djxl", file, out, "--num_threads=0", "--quiet"]

    return Codec("JPEG XL", "#e6ab02", "jxl", encode, decode, [25, 15, 10, 7, 5, 3.5, 2.5, 1.8, 1.2, 0.9], 2.5)


def avif(label, colour, sampling):
    def encode(picture, level, file):
        return ["avifenc", "-s", "4", "-j", "1", "--min", "0", "--max", "63", "-a", "end-usage=q",
                "-a", f"cq-level={level}", "-y", sampling, picture.png, file]

    def decode(file, out):
        return ["avifdec", "-j", "1", "--png-compress", "0", file, out]

    grid = [62, 58, 54, 48, 42, 36, 30, 24, 18, 14, 10]
    return Codec(label, colour, "avif", encode, decode, grid, 38, decoded="png")


def own(model, colour):
    def encode(picture, quality, file):
        return [PROGRAM, "encode", picture.png, "-o", file, "--model", model, "--quality", str(quality),
                "--threads", "1"]

    def decode(file, out):
        return [PROGRAM, "decode", file, "-o", out, "--threads", "1"]

    grid = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90]
    return Codec(f"ours, {model}", colour, "cdc", encode, decode, grid, 50, ours=True)


# The key is the name on the command line and in JSON.
CODECS = {
    "picture": own("picture", "#c1121f"),
    "latent-16x": own("latent-16x", "#e85d04"),
    "latent-4x": own("latent-4x", "#b5179e"),
    "jpeg": jpeg("JPEG 4:2:0", "#808080", "2x2"),
    "jpeg-444": jpeg("JPEG 4:4:4", "#404040", "1x1"),
    "webp": webp(),
    "jpeg2000": jpeg2000(),
    "jpegxl": jpegxl(),
    "avif": avif("AVIF 4:4:4", "#1b7837", "444"),
    "avif-420": avif("AVIF 4:2:0", "#5aae61", "420"),
}
