"""The model of the codec of music: excerpts of the training tracks, and what `learn-music` learns from them.

    python music_model.py WORKDIR LEARN-MUSIC MODEL OUT

WORKDIR is where `music.py` left its tracks; the taps are taken from MODEL, models/hearing/entropy.safetensors. One excerpt of 26 seconds
a track of at least 28 seconds, at a place that its name decides, in an order that it decides as well; each at three steps.
"""

import glob
import hashlib
import os
import subprocess
import sys

import numpy as np
import soundfile

RATE = 44100
EXCERPT = 26 * RATE
# Over the loudness of the track: about 20, 40 and 75 kbit/s.
STEPS = "0.6,0.25,0.1"
# How sure counters are at most when a group begins; 12 and 60 are worse by 0.01 and 0.03 dB.
SURENESS = "24"


def number(path):
    return int.from_bytes(hashlib.sha1(os.path.basename(path).encode()).digest()[:4], "big")


def main(workdir, learn, model, out):
    folder = os.path.join(workdir, "music", "excerpts")
    os.makedirs(folder, exist_ok=True)
    excerpts = []
    for path in sorted(glob.glob(os.path.join(workdir, "music", "train", "*.npy")), key=number):
        track = np.load(path, mmap_mode="r")
        if len(track) < EXCERPT + 2 * RATE:
            continue
        start = number(path) % (len(track) - EXCERPT)
        excerpt = np.array(track[start : start + EXCERPT])
        if np.abs(excerpt.astype(np.float32)).mean() < 200:
            continue
        target = os.path.join(folder, os.path.basename(path)[:-4] + ".wav")
        soundfile.write(target, excerpt, RATE, subtype="PCM_16")
        excerpts.append(target)
    subprocess.run([learn, "learn", model, out, SURENESS, STEPS] + excerpts, check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
