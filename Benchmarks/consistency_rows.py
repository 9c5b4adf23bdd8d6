"""What is measured beside the consistency codec: one entry each in the table that `rows` gives, in its order."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

import numpy
import soundfile
from scipy.signal import resample_poly

import processes
import sounds
from codecs_table import PROGRAM, ROOT
from sound_codecs import CODECS

RECIPE = os.path.join(ROOT, "models", "recipes", "consistency_clips.py")
LEVELS, MOST = (33, 17, 11), 33
# Samples a scalar.
FEWER = 64


@dataclass
class Result:
    """A clip that came back; kbit/s of its file, and CPU seconds a second of sound, where there are such."""

    path: str
    kbps: float | None = None
    encoding: float | None = None
    decoding: float | None = None


class Coded:
    """Programs that encode and decode. Rows of the same `file` share it."""

    def __init__(self, label, encode, decode, file, aligned=False):
        self.label, self.encode, self.decode, self.file, self.aligned = label, encode, decode, file, aligned
        self.coded = {}

    def run(self, clip, folder, out, shared):
        file = os.path.join(folder, f"{clip.name}-{self.file}")
        if file not in shared:
            shared[file] = processes.measure(self.encode(clip.wave, file)).cpu_seconds / clip.seconds
        decoding = processes.measure(self.decode(file, out)).cpu_seconds / clip.seconds
        if self.aligned:
            sounds.align(clip, out)
        return Result(out, 8e-3 * os.path.getsize(file) / clip.seconds, shared[file], decoding)


class Prepared:
    """Sounds that the recipe wrote, and their rate: a code length, of no file."""

    def __init__(self, label, folder, name):
        self.label, self.folder, self.name = label, folder, name

    def run(self, clip, folder, out, shared):
        with open(os.path.join(self.folder, "rates.json"), encoding="utf-8") as file:
            kbps = json.load(file)[self.name]
        return Result(os.path.join(self.folder, self.name, clip.name + ".wav"), kbps)


class Computed:
    """A function of the samples of a clip."""

    def __init__(self, label, function):
        self.label, self.function = label, function

    def run(self, clip, folder, out, shared):
        samples, rate = soundfile.read(clip.wave, always_2d=True)
        soundfile.write(out, self.function(samples).clip(-1, 1), rate, subtype="PCM_16")
        return Result(out)


def low_pass(samples):
    """As many values as the codec has for mid: one in 64."""
    return resample_poly(resample_poly(samples, 1, FEWER), FEWER, 1)[: len(samples)]


def noise(samples):
    """The long-term spectrum of the clip and nothing else: phases of the whole clip's transform drawn anew."""
    phases = numpy.exp(2j * numpy.pi * numpy.random.default_rng(1).random((len(samples) // 2 + 1, 1)))
    return numpy.fft.irfft(numpy.abs(numpy.fft.rfft(samples, axis=0)) * phases, len(samples), axis=0)


def own(label, model, levels, *options, kbps=None):
    rate = ["--kbps", str(kbps)] if kbps else []

    def encode(wave, file):
        return [PROGRAM, "encode", wave, "-o", file, "--model", model, "--levels", str(levels), *rate, "--threads", "1"]

    def decode(file, out):
        return [PROGRAM, "decode", file, "-o", out, "--threads", "1", "--force", *options]

    return Coded(f"{model}, {label}", encode, decode, f"{levels}-{kbps}.cdc")


def opus(rate):
    codec = CODECS["opus"]

    def encode(wave, file):
        return codec.encode(wave, rate, file)

    return Coded(f"Opus {rate}", encode, codec.decode, f"{rate}.opus", aligned=True)


def music(label, *options):
    def encode(wave, file):
        return [PROGRAM, "encode", wave, "-o", file, *options, "--threads", "1"]

    def decode(file, out):
        return [PROGRAM, "decode", file, "-o", out, "--threads", "1", "--force"]

    return Coded(f"`music`, {label}", encode, decode, f"{label.split()[0]}.cdc")


def prepare(work, clips, out):
    """Baselines by the recipe, out of the folder it learned in."""
    subprocess.run([sys.executable, RECIPE, work, clips, out], check=True, cwd=os.path.dirname(RECIPE))


def rows(model, prepared):
    table = {f"opus-{rate}": opus(rate) for rate in (6, 8, 12)}
    if prepared:
        table["linear"] = Prepared("linear, 512 scalars", prepared, "linear")
        table["untrained"] = Prepared("untrained, step 0", prepared, "untrained")
    for steps in (0, 1, 2):
        table[f"33-steps-{steps}"] = own(f"33 levels, {steps} steps", model, MOST, "--steps", str(steps))
    table["33-mean"] = own("33 levels, mean only", model, MOST, "--mean-only")
    for levels in LEVELS[1:]:
        table[f"{levels}"] = own(f"{levels} levels", model, levels)
    for name, options in (("", []), (", mean only", ["--mean-only"])):
        label = f"33 levels, waveform up to 6 kbit/s{name}"
        table[f"33-waveform{len(options)}"] = own(label, model, MOST, *options, kbps=6)
    table["music-lowest"] = music("quality 0", "--quality", "0")
    for kbps in (3, 6):
        table[f"music-{kbps}"] = music(f"{kbps} kbit/s", "--kbps", str(kbps))
    table["low-pass"] = Computed("low-pass, one value in 64", low_pass)
    table["noise"] = Computed("noise of the clip's spectrum", noise)
    return table
