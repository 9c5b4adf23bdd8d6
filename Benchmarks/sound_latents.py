"""Signal-to-noise ratio of the latent models of sounds at a given rate.

    python Benchmarks/sound_latents.py SOUNDS MODEL BITS [--primary] [--codec PROGRAM]

SOUNDS: a folder of stereo sounds. BITS: bits a sample, of the whole file over the samples of all channels.
"""

import argparse
import glob
import json
import os
import subprocess
import tempfile


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


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
            coded, decoded = os.path.join(folder, "a.cdc"), os.path.join(folder, "a.wav")
            kbps = str(arguments.bits * 2 * 44.1)
            options = ["--primary"] if arguments.primary else []
            run(arguments.codec, "encode", path, "-o", coded, "--model", arguments.model, "--kbps", kbps, *options)
            run(arguments.codec, "decode", coded, "-o", decoded)
            snr = json.loads(run(arguments.codec, "compare", path, decoded, "--json"))["snr"]
            # A WAV file of 16 bits: two bytes a sample.
            bits = os.path.getsize(coded) * 8 / ((os.path.getsize(decoded) - 44) / 2)
        figures.append((snr, bits))
        print(f"{os.path.basename(path):24} {snr:6.2f} dB {bits:.4f} bit", flush=True)
    mean = [sum(x) / len(figures) for x in zip(*figures)]
    print(f"{'mean':24} {mean[0]:6.2f} dB {mean[1]:.4f} bit")


if __name__ == "__main__":
    main()
