"""Rate, speed, memory and seams of the consistency model.

    python Benchmarks/sound_consistency.py SOUNDS [--codec PROGRAM] [--model music-64x]

SOUNDS: a folder of FLAC files. For each and on average: kbit/s of the whole file at 33, 17 and 11 levels; real-time factors of
whole processes on one thread, CPU time over the sound's; the most memory; and the flux at seams. Needs numpy and soundfile.

Flux is the mean distance of the log spectra of the 1024 samples on either side of a place. At seams of chunks, multiples of
32,768 samples, it is told over that at all other multiples of 1024: for the decoded sound, and beside it for the original.
"""

import argparse
import glob
import os
import tempfile

import numpy as np
import soundfile

from processes import measure

CHUNK, STEP = 32768, 1024
LEVELS = (33, 17, 11)
STEPS = (0, 2)


def seams(path):
    sound = soundfile.read(path, always_2d=True)[0].mean(1)
    frames = sound[: len(sound) // STEP * STEP].reshape(-1, STEP) * np.hanning(STEP)
    spectra = np.log(np.abs(np.fft.rfft(frames)) ** 2 + 1e-9)
    flux = np.abs(np.diff(spectra, axis=0)).mean(1)
    at = np.arange(CHUNK // STEP - 1, len(flux), CHUNK // STEP)
    return flux[at].mean() / np.delete(flux, at).mean()


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
        row[f"seams, {steps} steps"] = seams(decoded)
    return row | {"original": seams(path)}


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
