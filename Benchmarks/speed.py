"""Speed and memory of whole processes on one thread, ours beside the usual picture codecs.

    python3 Benchmarks/speed.py PHOTO.png [--out DIR] [--codecs NAME,NAME] [--runs N]

Published figures use a photograph of 1920x1080. Each codec runs at one setting near 0.5 bits per pixel; megapixels
per second are of processor time (user and system), start-up, file reading and file writing included. Prints a table
in Markdown and writes speed.json.
"""

import argparse
import statistics
import sys
import tempfile

import coding
import pictures


def side(usages, pixels):
    """Figures of one direction. The best run has the least processor time."""
    times = [usage.cpu_seconds for usage in usages]
    return {
        "best_megapixels_per_second": pixels / 1e6 / min(times),
        "median_megapixels_per_second": pixels / 1e6 / statistics.median(times),
        "cpu_seconds": times,
        "wall_seconds": [usage.wall_seconds for usage in usages],
        "peak_kib": max(usage.peak_kib for usage in usages),
    }


def timed(codec, picture, runs, folder):
    results = [coding.code(codec, picture, codec.usual, folder) for _ in range(runs)]
    return {
        "label": codec.label,
        "setting": codec.usual,
        "bpp": 8 * results[0][0] / picture.pixels,
        "psnr": coding.compare(picture.png, results[0][3])["psnr"],
        "encode": side([result[1] for result in results], picture.pixels),
        "decode": side([result[2] for result in results], picture.pixels),
    }


def table(rows):
    heads = "| codec | bpp | PSNR | enc MPix/s best (median) | dec MPix/s best (median) | enc MiB | dec MiB |"
    lines = [heads, "|" + "---|" * 7]
    for row in rows:
        speeds = [f"{row[side]['best_megapixels_per_second']:.2f} ({row[side]['median_megapixels_per_second']:.2f})"
                  for side in ("encode", "decode")]
        memory = [f"{row[side]['peak_kib'] / 1024:.0f}" for side in ("encode", "decode")]
        lines.append("| " + " | ".join(
            [row["label"], f"{row['bpp']:.2f}", f"{row['psnr']:.2f}", *speeds, *memory]) + " |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("photo", help="a PNG file, 8-bit, opaque")
    parser.add_argument("--out", default="out/benchmarks", help="folder of the results (%(default)s)")
    parser.add_argument("--codecs", help="comma-separated names; all by default")
    parser.add_argument("--runs", type=int, default=5, help="runs of each program (%(default)s)")
    arguments = parser.parse_args()
    codecs = coding.chosen(arguments.codecs)
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        picture = pictures.load(arguments.photo, folder)
        for name, codec in codecs.items():
            results[name] = timed(codec, picture, arguments.runs, folder)
            print(f"{name}: done", file=sys.stderr, flush=True)
    print(f"{picture.name}, {picture.width}x{picture.height}, {arguments.runs} runs\n")
    print(table(results.values()), end="")
    coding.save(arguments.out, "speed.json", {
        "schema": 1,
        "picture": {"name": picture.name, "width": picture.width, "height": picture.height},
        "versions": coding.versions(),
        "codecs": results,
    })


if __name__ == "__main__":
    main()
