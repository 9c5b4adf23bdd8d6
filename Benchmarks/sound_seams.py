"""Seams of the codecs of music: flux at borders of groups (seams.py), decoded beside original.

    python Benchmarks/sound_seams.py SOUNDS [--codec PROGRAM] [--times 4]

SOUNDS: a folder of FLAC files of one rate. They are joined and repeated, so that borders of groups fall on other places each time,
and coded at three qualities by `music` in both tunings. Needs numpy and soundfile.
"""

import argparse
import glob
import os
import subprocess
import tempfile

import numpy
import soundfile

from seams import of_file

QUALITIES = (25, 50, 75)
TUNINGS = ("fidelity", "hearing")


def row(codec, wave, folder, tuning, quality):
    coded, decoded = os.path.join(folder, "a.cdc"), os.path.join(folder, "b.wav")
    subprocess.run([codec, "encode", wave, "-o", coded, "--tune", tuning, "-q", str(quality), "-f", "--quiet"], check=True)
    subprocess.run([codec, "decode", coded, "-o", decoded, "-f", "--quiet"], check=True)
    told = soundfile.info(wave)
    group = max(24 * told.samplerate // 4096, 8) * 4096  # FORMAT.md, "Sound: music".
    kbps = os.path.getsize(coded) * 8 / told.duration / 1000
    figures = [figure for d, o in zip(of_file(decoded, group), of_file(wave, group)) for figure in (d, o, d / o)]
    return f"| {tuning} | {quality} | {kbps:.0f} | {told.frames // group} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("sounds")
    arguments.add_argument("--codec", default=".build/release/codec")
    arguments.add_argument("--times", type=int, default=4)
    arguments = arguments.parse_args()
    files = sorted(glob.glob(os.path.join(arguments.sounds, "*.flac")))
    sounds = [soundfile.read(path, dtype="int16", always_2d=True) for path in files]
    print("| tuning | quality | kbit/s | borders | magnitudes | original | over it | log spectra | original | over it |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        wave = os.path.join(folder, "a.wav")
        soundfile.write(wave, numpy.concatenate([sound for sound, _ in sounds] * arguments.times), sounds[0][1])
        for tuning in TUNINGS:
            for quality in QUALITIES:
                print(row(arguments.codec, wave, folder, tuning, quality), flush=True)


if __name__ == "__main__":
    main()
