"""Signal-to-noise ratio of the latent models of sounds at a given rate, and what the circuit saves over the classes.

    python Benchmarks/sound_latents.py SOUNDS MODEL BITS [--primary] [--codec PROGRAM]

SOUNDS: a folder of stereo sounds. BITS: bits a sample, of the whole file over the samples of all channels. The same latents are
coded once more with `--entropy classes`.
"""

import argparse
import glob
import json
import os
import subprocess
import tempfile

FULL_SCALE = 32768  # `--step` is on the scale of samples of 16 bits.


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def measured(program, path, folder, arguments):
    """Decibels, bits a sample, bytes by the circuit, bytes of the same latents by the classes."""
    coded, classes, decoded, array = (os.path.join(folder, name) for name in ("a.cdc", "b.cdc", "a.wav", "a.npy"))
    options = ["--model", arguments.model, *(["--primary"] if arguments.primary else [])]
    run(program, "encode", path, "-o", coded, "--kbps", str(arguments.bits * 2 * 44.1), *options)
    step = json.loads(run(program, "latents", coded, "-o", array, "--json"))["step"]
    run(program, "encode", path, "-o", classes, "--step", repr(step * FULL_SCALE), "--entropy", "classes", *options)
    run(program, "decode", coded, "-o", decoded)
    snr = json.loads(run(program, "compare", path, decoded, "--json"))["snr"]
    # A WAV file of 16 bits: two bytes a sample.
    bits = os.path.getsize(coded) * 8 / ((os.path.getsize(decoded) - 44) / 2)
    return snr, bits, os.path.getsize(coded), os.path.getsize(classes)


def told(name, snr, bits, circuit, classes):
    saved = 100 * (1 - circuit / classes)
    print(f"{name:24} {snr:6.2f} dB {bits:.4f} bit {circuit:9.0f} bytes, {classes:9.0f} by classes: {saved:.1f} %", flush=True)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("sounds")
    arguments.add_argument("model")
    arguments.add_argument("bits", type=float)
    arguments.add_argument("--primary", action="store_true")
    arguments.add_argument("--codec", default=".build/release/codec")
    arguments = arguments.parse_args()
    figures = []
    for path in sorted(glob.glob(os.path.join(arguments.sounds, "*.flac"))):
        with tempfile.TemporaryDirectory() as folder:
            figures.append(measured(arguments.codec, path, folder, arguments))
        told(os.path.basename(path), *figures[-1])
    told("mean", *(sum(x) / len(figures) for x in zip(*figures)))


if __name__ == "__main__":
    main()
