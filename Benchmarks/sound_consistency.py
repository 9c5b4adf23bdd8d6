"""Rate, speed, memory and seams of the consistency model.

    python Benchmarks/sound_consistency.py SOUNDS [--codec PROGRAM] [--model music-64x]

SOUNDS: a folder of FLAC files. For each and on average: kbit/s of the whole file at 33, 17 and 11 levels; real-time factors of
whole processes on one thread, CPU time over the sound's; the most memory; and the flux at seams. Needs numpy and soundfile.

Flux at borders of chunks over that elsewhere is told of magnitudes and of log spectra (seams.py), and beside it that of the original.
"""

import argparse
import glob
import os
import tempfile

import numpy as np
import soundfile

from processes import measure
from seams import CHUNK, of_file

LEVELS = (33, 17, 11)
STEPS = (0, 2)


def flux(path, name):
    return {f"seams{kind}, {name}": ratio for kind, ratio in zip(("", " of logs"), of_file(path, CHUNK))}


def measured(path, folder, arguments):
    info = soundfile.info(path)
    row = {}
    coded, decoded = os.path.join(folder, "a.cdc"), os.path.join(folder, "a.wav")
    for levels in LEVELS[::-1]:
        options = ["--model", arguments.model, "--levels", str(levels), "--threads", "1", "--force", "--quiet"]
        encode = measure([arguments.codec, "encode", path, "-o", coded, *options])
        row[f"kbit/s at {levels}"] = os.path.getsize(coded) * 8 / info.duration / 1000
    row |= {"encode": encode.cpu_seconds / info.duration, "MiB": encode.peak_kib / 1024}
    for steps in STEPS:
        options = ["--steps", str(steps), "--threads", "1", "--force", "--quiet"]
        decode = measure([arguments.codec, "decode", coded, "-o", decoded, *options])
        row |= {f"decode, {steps} steps": decode.cpu_seconds / info.duration, "MiB": max(row["MiB"], decode.peak_kib / 1024)}
        row |= flux(decoded, f"{steps} steps")
    return row | flux(path, "original")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("sounds")
    arguments.add_argument("--codec", default=".build/release/codec")
    arguments.add_argument("--model", default="music-64x")
    arguments = arguments.parse_args()
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(glob.glob(os.path.join(arguments.sounds, "*.flac"))):
            rows[os.path.basename(path)] = measured(path, folder, arguments)
    rows["mean"] = {key: np.mean([row[key] for row in rows.values()]) for key in next(iter(rows.values()))}
    print("| sound | " + " | ".join(rows["mean"]) + " |")
    print("|" + "---|" * (len(rows["mean"]) + 1))
    for name, row in rows.items():
        print(f"| {name} | " + " | ".join(f"{value:.3f}" if value < 100 else f"{value:.0f}" for value in row.values()) + " |")


if __name__ == "__main__":
    main()
