"""Clips of sound and their measures. Needs numpy and soundfile; ViSQOL also scipy and visqol-python."""

import json
import os
import subprocess
from dataclasses import dataclass, field

import numpy
import soundfile

from codecs_table import PROGRAM

SEARCHED = 8192  # Frames of delay that an alignment finds, either way.
COMPARED = 441_000  # Frames from the start that it looks at.


@dataclass
class Clip:
    """A sound, in a WAV file of 16 bits which every encoder reads."""

    name: str
    wave: str
    frames: int
    rate: int
    channels: int
    kbps: dict = field(default_factory=dict)  # Rates of coded files by codec and setting.

    @property
    def seconds(self):
        return self.frames / self.rate

    @property
    def pcm_bytes(self):
        return 2 * self.frames * self.channels


def load(file, folder):
    """A FLAC file; its WAV is written into the folder."""
    samples, rate = soundfile.read(file, dtype="int16", always_2d=True)
    name = os.path.splitext(os.path.basename(file))[0]
    wave = os.path.join(folder, name + ".wav")
    soundfile.write(wave, samples, rate, subtype="PCM_16")
    return Clip(name, wave, samples.shape[0], rate, samples.shape[1])


def delay(original, other):
    """Frames by which `other` is late, by the peak of the cross-correlation of the mono mixes."""
    count = min(len(original), COMPARED)
    first = original[:count].mean(1)
    second = numpy.zeros(count + 2 * SEARCHED)
    part = other[: count + SEARCHED].mean(1)
    second[SEARCHED : SEARCHED + len(part)] = part
    size = 1 << (len(second) + count).bit_length()
    product = numpy.fft.rfft(second, size) * numpy.conj(numpy.fft.rfft(first, size))
    return int(numpy.argmax(numpy.fft.irfft(product, size)[: 2 * SEARCHED])) - SEARCHED


def align(clip, decoded):
    """Rewrites the decoded file so that it has the length of the clip and no delay, where that is needed."""
    original, _ = soundfile.read(clip.wave, always_2d=True)
    other, rate = soundfile.read(decoded, always_2d=True)
    if rate != clip.rate or other.shape[1] != clip.channels:
        raise RuntimeError(f"{decoded}: {rate} Hz, {other.shape[1]} channels")
    late = delay(original, other)
    if late == 0 and len(other) == len(original):
        return
    result = numpy.zeros_like(original)
    source = other[max(late, 0) :][: len(original) - max(-late, 0)]
    result[max(-late, 0) :][: len(source)] = source
    soundfile.write(decoded, result, rate, subtype="PCM_16")


def is_equal(clip, decoded):
    first, second = (soundfile.read(file, dtype="int16", always_2d=True)[0] for file in (clip.wave, decoded))
    return numpy.array_equal(first, second)


def compare(clip, decoded):
    """SNR and log-mel distance in dB, as our tool tells them; equal sounds have 99 dB."""
    command = [PROGRAM, "compare", clip.wave, decoded, "--json"]
    told = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return {"snr": 99.0 if told["snr"] is None else min(99.0, told["snr"]), "logmel": told["logmel"]}


class Visqol:
    """ViSQOL 3 in audio mode: mean opinion score of the mono mix at 48 kHz."""

    def __init__(self):
        from visqol import VisqolApi

        self.api = VisqolApi()
        # Sounds are aligned already. Looking further than this many patches takes half as long again, for the same score.
        self.api.create(mode="audio", search_window=4)
        self.originals = {}

    def mono(self, file):
        from scipy.signal import resample_poly

        samples, rate = soundfile.read(file, always_2d=True)
        divisor = numpy.gcd(48_000, rate)
        return resample_poly(samples.mean(1), 48_000 // divisor, rate // divisor)

    def score(self, clip, decoded):
        if clip.wave not in self.originals:
            self.originals[clip.wave] = self.mono(clip.wave)
        return float(self.api.measure_from_arrays(self.originals[clip.wave], self.mono(decoded), 48_000).moslqo)


def visqol():
    """None where the package is not installed."""
    try:
        return Visqol()
    except ImportError:
        return None
