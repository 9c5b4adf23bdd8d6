"""Latents coded by our entropy models beside general lossless coders of pictures.

    python3 Benchmarks/packings.py FOLDER [--models picture,latent-16x] [--bpp 0.25,0.5,1] [--out DIR]

Every PNG file of FOLDER is encoded by each model near each rate (one step for all, found by bisection), with circuits and with
classes; the latents are then packed as lossless WebP (-z 9) and JPEG XL (effort 7). A packing is one gray picture: channels
of a grid side by side, a pyramid as the mosaic that it is, colours below each other; WebP, which has 8 bits a sample, gets values beyond
-128 to 127 as two pictures, of low and of high bytes. Sizes are those of files. Prints a table in Markdown and writes
packings.json. Needs numpy.
"""

import argparse
import json
import math
import os
import subprocess
import tempfile

import numpy

CODEC = os.environ.get("CODEC", ".build/release/codec")
COLUMNS = ("circuit", "classes", "webp", "jxl")


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def encode(folder, model, step, entropy, out):
    run(CODEC, "encode", "-r", folder, "-o", out + "/", "--model", model, "--step", f"{step:.2f}", "--entropy", entropy,
        "--force", "--quiet")
    return sum(os.path.getsize(os.path.join(out, name)) for name in os.listdir(out))


def step_for(folder, model, bpp, pixels, out):
    """The step whose files come nearest to a rate, in eight halvings of its logarithm."""
    low, high = math.log(2), math.log(250)
    for _ in range(8):
        middle = (low + high) / 2
        rate = 8 * encode(folder, model, math.exp(middle), "circuit", out) / pixels
        low, high = (middle, high) if rate > bpp else (low, middle)
    return round(math.exp(middle), 2)


def mosaic(latents):
    """Channels in one plane: a grid of them if they are small and many, else below each other."""
    count, height, width = latents.shape
    columns = 1 if count <= 4 else math.isqrt(count - 1) + 1
    rows = -(-count // columns)
    plane = numpy.zeros((rows * height, columns * width), latents.dtype)
    for channel in range(count):
        row, column = divmod(channel, columns)
        plane[row * height : (row + 1) * height, column * width : (column + 1) * width] = latents[channel]
    return plane


def write_gray(path, plane, limit):
    with open(path, "wb") as file:
        file.write(b"P5\n%d %d\n%d\n" % (plane.shape[1], plane.shape[0], limit))
        file.write(plane.astype(">u2" if limit > 255 else "u1").tobytes())


def packed(plane, folder):
    """Bytes as WebP and as JPEG XL."""
    names = ("plane.pgm", "plane.ppm", "plane.webp", "plane.jxl")
    gray, ppm, webp, jxl = (os.path.join(folder, name) for name in names)
    wide = plane.min() < -128 or plane.max() > 127
    shifted = plane.astype(int) + (32768 if wide else 128)
    sizes = 0
    for part in (shifted & 255, shifted >> 8) if wide else (shifted,):
        # cwebp takes a PGM file for YUV; three equal colours cost it next to nothing.
        with open(ppm, "wb") as file:
            file.write(b"P6\n%d %d\n255\n" % (part.shape[1], part.shape[0]))
            file.write(numpy.repeat(part.astype("u1"), 3).tobytes())
        run("cwebp", "-lossless", "-z", "9", ppm, "-o", webp)
        sizes += os.path.getsize(webp)
    write_gray(gray, shifted, 65535 if wide else 255)
    run("cjxl", gray, jxl, "-d", "0", "-e", "7")
    return sizes, os.path.getsize(jxl)


def row(folder, model, bpp, pixels, scratch):
    os.makedirs(scratch)
    coded, arrays = os.path.join(scratch, "coded"), os.path.join(scratch, "arrays")
    step = step_for(folder, model, bpp, pixels, coded)
    sizes = {entropy: encode(folder, model, step, entropy, coded) for entropy in ("classes", "circuit")}
    run(CODEC, "latents", "-r", coded, "-o", arrays + "/", "--force", "--quiet")
    sizes["webp"] = sizes["jxl"] = 0
    for name in sorted(os.listdir(arrays)):
        webp, jxl = packed(mosaic(numpy.load(os.path.join(arrays, name))), scratch)
        sizes["webp"] += webp
        sizes["jxl"] += jxl
    return {"model": model, "step": step, "bpp": 8 * sizes["circuit"] / pixels, "bytes": sizes}


def table(rows):
    lines = ["| model | step | bpp | " + " | ".join(COLUMNS) + " |", "|" + "---|" * (3 + len(COLUMNS))]
    for entry in rows:
        sizes = entry["bytes"]
        cells = [f"{sizes['circuit']}"]
        cells += [f"{sizes[name]} ({100 * (sizes['circuit'] / sizes[name] - 1):+.1f} %)" for name in COLUMNS[1:]]
        lines.append(f"| {entry['model']} | {entry['step']} | {entry['bpp']:.3f} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", help="a folder of PNG files, 8-bit, opaque")
    parser.add_argument("--models", default="picture,latent-16x")
    parser.add_argument("--bpp", default="0.25,0.5,1")
    parser.add_argument("--out", default="out/benchmarks", help="folder of the results (%(default)s)")
    arguments = parser.parse_args()
    pixels = 0
    for name in os.listdir(arguments.folder):
        with open(os.path.join(arguments.folder, name), "rb") as file:
            head = file.read(24)
        pixels += int.from_bytes(head[16:20], "big") * int.from_bytes(head[20:24], "big")
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for model in arguments.models.split(","):
            for bpp in map(float, arguments.bpp.split(",")):
                rows.append(row(arguments.folder, model, bpp, pixels, os.path.join(scratch, f"{model}-{bpp}")))
                print(rows[-1], flush=True)
    print(table(rows))
    os.makedirs(arguments.out, exist_ok=True)
    with open(os.path.join(arguments.out, "packings.json"), "w") as file:
        json.dump(rows, file, indent=1)


if __name__ == "__main__":
    main()
