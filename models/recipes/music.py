"""Training music from Debian packages: fetch, decode, split, pack.

    python music.py WORKDIR

downloads the packages below (2.4 GB) unless WORKDIR/PACKAGE is there, unpacks them without installing anything, renders
the MIDI songs of openttd-openmsx, and writes WORKDIR/music/train and WORKDIR/music/validation: int16 [frames, 2] at
44.1 kHz, one .npy a track. Validation are whole packages, so that no album is on both sides. The tracks that the test
clips were cut from are left out by name. All but the rendered songs was Vorbis before.
"""

import glob
import math
import os
import subprocess
import sys
import zipfile

import numpy as np
import soundfile
from scipy.signal import resample_poly

from packages import fetch

PACKAGES = [
    "wesnoth-1.16-music",
    "naev-data",
    "supertux-data",
    "unknown-horizons",
    "marsshooter-data",
    "singularity-music",
    "warmux-data",
    "hyperrogue-music",
    "starfighter-data",
    "openttd-openmsx",
    "fluid-soundfont-gm",
    "planetblupi-music-ogg",
    "hedgewars-data",
    "colobot-common-sounds",
    "drascula-music",
    "widelands-data",
    "ufoai-music",
    "nexuiz-music",
]
VALIDATION = {"hyperrogue-music", "starfighter-data"}
TEST = ["northerners", "zalek2", "irelands_coast", "through_space", "battle_theme", "hr3-jungle", "flying_scotsman"]
SOUNDFONT = "fluid-soundfont-gm/usr/share/sounds/sf2/FluidR3_GM.sf2"
RATE = 44100
SHORTEST = 20 * RATE


def is_test(path):
    name = os.path.basename(path).lower().replace(" ", "_")
    return any(test in name for test in TEST)


def unzipped(workdir):
    """Music that packages keep in archives of the Quake family."""
    for archive in glob.glob(os.path.join(workdir, "*", "**", "*.pk3"), recursive=True):
        folder = archive[: -len(".pk3")]
        if not os.path.isdir(folder):
            with zipfile.ZipFile(archive) as file:
                file.extractall(folder, [name for name in file.namelist() if name.endswith((".ogg", ".mp3"))])


def tracks(workdir):
    """Yields (package, path), test tracks left out."""
    for package in PACKAGES:
        for ending in ("ogg", "mp3", "flac", "mid"):
            for path in sorted(glob.glob(os.path.join(workdir, package, "**", f"*.{ending}"), recursive=True)):
                if not is_test(path):
                    yield package, path


def rendered(path, workdir, folder):
    wave = os.path.join(folder, "rendered.wav")
    font = os.path.join(workdir, SOUNDFONT)
    command = ["fluidsynth", "-ni", "-q", "-R", "0", "-C", "0", "-r", str(RATE), "-F", wave, font, path]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    samples, _ = soundfile.read(wave, dtype="int16", always_2d=True)
    os.remove(wave)
    return samples


def decoded(path):
    """int16 [frames, 2] at 44.1 kHz, or None for what is too short or not stereo."""
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    if samples.shape[1] != 2 or len(samples) * RATE < SHORTEST * rate:
        return None
    if rate != RATE:
        common = math.gcd(rate, RATE)
        samples = resample_poly(samples, RATE // common, rate // common, axis=0)
    return (samples * 32768).round().clip(-32768, 32767).astype(np.int16)


def load(workdir, split):
    """Tracks of a split as {name: int16 [frames, 2]}, mapped into memory."""
    paths = sorted(glob.glob(os.path.join(workdir, "music", split, "*.npy")))
    return {os.path.basename(path)[:-4]: np.load(path, mmap_mode="r") for path in paths}


def main(workdir):
    fetch(workdir, PACKAGES)
    unzipped(workdir)
    folder = os.path.join(workdir, "music")
    for split in ("train", "validation"):
        os.makedirs(os.path.join(folder, split), exist_ok=True)
    for package, path in tracks(workdir):
        name = f"{package}-{os.path.splitext(os.path.basename(path))[0]}"
        target = os.path.join(folder, "validation" if package in VALIDATION else "train", name + ".npy")
        if os.path.exists(target):
            continue
        samples = rendered(path, workdir, folder) if path.endswith(".mid") else decoded(path)
        if samples is not None:
            np.save(target + ".new.npy", samples)
            os.replace(target + ".new.npy", target)
            print(target, f"{len(samples) / RATE:.1f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
