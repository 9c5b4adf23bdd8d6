"""Rate-distortion of our profiles beside the usual picture codecs, on every PNG of a folder.

    python3 Benchmarks/images.py FOLDER [--out DIR] [--codecs NAME,NAME]

Prints a table in Markdown and writes images.json (README.md beside this file tells its schema), images.md and, for
each measure, a plot. Needs the peers (`make bench` installs them), and python3 alone.
"""

import argparse
import glob
import json
import os
import sys
import tempfile

import coding
import curves
import pictures
import plot

RATES = [0.25, 0.5, 1.0]  # Bits per pixel of the table.
REFERENCES = ["jpeg2000", "avif"]  # Of the BD-rates.


def mean(rows, key):
    return sum(row[key] for row in rows) / len(rows)


def measured(codec, picture, setting, folder):
    """One row: a picture at a setting."""
    size, encoding, decoding, decoded = coding.code(codec, picture, setting, folder)
    return {
        "picture": picture.name,
        "bytes": size,
        "bpp": 8 * size / picture.pixels,
        **coding.compare(picture.png, decoded),
        "encode_seconds": encoding.cpu_seconds,
        "decode_seconds": decoding.cpu_seconds,
        "encode_peak_kib": encoding.peak_kib,
        "decode_peak_kib": decoding.peak_kib,
    }


def point(setting, rows):
    """A point of a curve: the means over the pictures, and the largest memory."""
    keys = ["bpp", "psnr", "ssim", "msssim", "encode_seconds", "decode_seconds"]
    return {
        "setting": setting,
        **{key: mean(rows, key) for key in keys},
        "encode_peak_kib": max(row["encode_peak_kib"] for row in rows),
        "decode_peak_kib": max(row["decode_peak_kib"] for row in rows),
        "rows": rows,
    }


def summary(name, all_points):
    """The figures of the table for one codec; None where a curve does not reach."""
    points = all_points[name]
    told = {}
    for measure in ("psnr", "msssim"):
        told[measure] = {f"{rate:g}": curves.at_rate(points, rate, measure) for rate in RATES}
    for reference in REFERENCES:
        for measure, scale in (("psnr", float), ("msssim", curves.decibels)):
            both = [[{"bpp": p["bpp"], "quality": scale(p[measure])} for p in all_points.get(curve, [])]
                    for curve in (reference, name)]
            told.setdefault("bd_rate", {}).setdefault(reference, {})[measure] = curves.bd_rate(*both, "quality")
    told["timed_setting"] = min(points, key=lambda p: abs(p["bpp"] - 0.5))["setting"]
    return told


def table(codecs, points, summaries):
    """The summary in Markdown."""

    def cell(value, form):
        return "-" if value is None else format(value, form)

    heads = ["codec", *(f"PSNR {rate:g}" for rate in RATES), *(f"MS-SSIM {rate:g}" for rate in RATES)]
    heads += [f"BD-rate {codecs[name].label if name in codecs else name}" for name in REFERENCES]
    heads += ["bpp timed", "enc s", "dec s", "enc MiB", "dec MiB"]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for name, told in summaries.items():
        timed = next(p for p in points[name] if p["setting"] == told["timed_setting"])
        cells = [codecs[name].label]
        cells += [cell(value, ".2f") for value in told["psnr"].values()]
        cells += [cell(value, ".4f") for value in told["msssim"].values()]
        cells += [cell(told["bd_rate"][reference]["psnr"], "+.1f") for reference in REFERENCES]
        cells += [f"{timed['bpp']:.2f}", f"{timed['encode_seconds']:.3f}", f"{timed['decode_seconds']:.3f}"]
        cells += [f"{timed[key] / 1024:.0f}" for key in ("encode_peak_kib", "decode_peak_kib")]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def plots(codecs, points, title):
    """{file name: SVG} for both measures."""

    def lines(value):
        return [(codecs[name].label, codecs[name].colour, codecs[name].ours, [(p["bpp"], value(p)) for p in curve])
                for name, curve in points.items()]

    return {
        "images-psnr.svg": plot.svg(title, "PSNR, dB", lines(lambda p: p["psnr"])),
        "images-msssim.svg": plot.svg(
            title, "MS-SSIM, -10 log10(1 - s), dB", lines(lambda p: curves.decibels(p["msssim"]))),
    }


def earlier(folder, loaded):
    """Points by codec of an earlier run on the same pictures, with the program as it is."""
    with open(os.path.join(folder, "images.json"), encoding="utf-8") as file:
        result = json.load(file)
    if result["pictures"] != described(loaded) or result["versions"] != coding.versions():
        raise SystemExit(f"{folder}/images.json: other pictures, or other versions of the programs")
    return {name: codec["points"] for name, codec in result["codecs"].items()}


def described(loaded):
    return [{"name": p.name, "width": p.width, "height": p.height} for p in loaded]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", help="PNG files, 8-bit, opaque")
    parser.add_argument("--out", default="out/benchmarks", help="folder of the results (%(default)s)")
    parser.add_argument("--codecs", help="comma-separated names; all by default")
    parser.add_argument("--keep", action="store_true", help="take the other codecs from the images.json in --out")
    arguments = parser.parse_args()
    codecs = coding.chosen(arguments.codecs)
    files = sorted(glob.glob(os.path.join(arguments.folder, "*.png")))
    if not files:
        raise SystemExit(f"{arguments.folder}: no PNG files")
    points = {name: [] for name in codecs}
    with tempfile.TemporaryDirectory() as folder:
        loaded = [pictures.load(file, folder) for file in files]
        for name, codec in codecs.items():
            for setting in codec.grid:
                rows = [measured(codec, picture, setting, folder) for picture in loaded]
                points[name].append(point(setting, rows))
                last = points[name][-1]
                print(f"{name} {setting}: {last['bpp']:.3f} bpp, {last['psnr']:.2f} dB", file=sys.stderr, flush=True)
    if arguments.keep:
        kept = earlier(arguments.out, loaded)
        codecs = {name: codec for name, codec in coding.chosen(None).items() if name in codecs or name in kept}
        points = {name: points.get(name) or kept[name] for name in codecs}
    summaries = {name: summary(name, points) for name in codecs}
    words = table(codecs, points, summaries)
    print(words, end="")
    coding.save(arguments.out, "images.json", {
        "schema": 1,
        "pictures": described(loaded),
        "versions": coding.versions(),
        "codecs": {name: {"label": codecs[name].label, "points": points[name], "summary": summaries[name]}
                   for name in codecs},
    })
    coding.save(arguments.out, "images.md", words)
    title = f"Mean of {len(loaded)} picture{'s' * (len(loaded) > 1)}"
    for file, drawing in plots(codecs, points, title).items():
        coding.save(arguments.out, file, drawing)


if __name__ == "__main__":
    main()
