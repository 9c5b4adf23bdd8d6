"""The codecs of sound that are measured: one entry each in the table CODECS. All of them run on one thread."""

from dataclasses import dataclass
from typing import Callable

from codecs_table import PROGRAM

# The packages whose versions are put beside the figures.
PACKAGES = ["opus-tools", "libopus0", "lame", "ffmpeg", "vorbis-tools", "libvorbisenc2", "flac", "wavpack"]
REFERENCE = "opus"  # Ours are measured at the rates of its files, clip by clip.
MATCHED = [24, 48, 64, 96, 128]  # At these settings of it.


@dataclass
class SoundCodec:
    """How to call an encoder and its decoder.

    `encode(wave, setting, file)` and `decode(file, decoded)` give the command as a list; both sounds are WAV files.
    `grid` holds the settings by rising rate. Where `matched`, they are settings of REFERENCE, and what `encode` gets is
    the rate in kbit/s of the file which REFERENCE made of the same clip. A lossless codec must give every sample back.
    """

    label: str
    suffix: str
    encode: Callable
    decode: Callable
    grid: list
    lossless: bool = False
    matched: bool = False
    ours: bool = False


def own(label, options, grid, lossless=False, matched=False):
    """`options(setting)` gives the options of the encoder. A profile that the program refuses is left out."""

    def encode(wave, setting, file):
        return [PROGRAM, "encode", wave, "-o", file, *options(setting), "--threads", "1"]

    def decode(file, out):
        return [PROGRAM, "decode", file, "-o", out, "--threads", "1"]

    return SoundCodec(f"ours, {label}", "cdc", encode, decode, grid, lossless, matched, ours=True)


def latent(model, bits):
    """A model of latents at a rate in bits a sample of stereo at 44.1 kHz: what its card tells."""
    return own(model, lambda setting: ["--model", model, *rate(setting)], [round(bits * 2 * 44.1, 2)])


def lossless():
    return own("lossless", lambda level: ["--lossless", *level.split()], ["", "--fast"], lossless=True)


def opus():
    def encode(wave, rate, file):
        return ["opusenc", "--quiet", "--bitrate", str(rate), "--comp", "10", wave, file]

    def decode(file, out):
        return ["opusdec", "--quiet", "--no-dither", "--rate", "44100", file, out]

    return SoundCodec("Opus", "opus", encode, decode, [12, 24, 32, 48, 64, 96, 128])


def ffmpeg(*words):
    return ["ffmpeg", "-v", "error", "-y", "-threads", "1", *words]


def mp3():
    def encode(wave, rate, file):
        return ["lame", "--quiet", "--abr", str(rate), "-q", "2", wave, file]

    def decode(file, out):
        return ffmpeg("-i", file, "-ar", "44100", "-ac", "2", out)  # LAME halves the rate of the sound at low bit rates.

    return SoundCodec("MP3", "mp3", encode, decode, [48, 64, 96, 128])


def aac():
    def encode(wave, rate, file):
        return ffmpeg("-i", wave, "-c:a", "aac", "-b:a", f"{rate}k", file)

    def decode(file, out):
        return ffmpeg("-i", file, "-ar", "44100", "-ac", "2", out)

    return SoundCodec("AAC (ffmpeg)", "m4a", encode, decode, [24, 48, 64, 96, 128])


def vorbis():
    def encode(wave, quality, file):
        return ["oggenc", "-Q", "-q", str(quality), wave, "-o", file]

    def decode(file, out):
        return ["oggdec", "-Q", file, "-o", out]

    return SoundCodec("Vorbis", "ogg", encode, decode, [-1, 0, 2, 4])


def flac():
    def encode(wave, level, file):
        return ["flac", "-s", "-f", f"-{level}", wave, "-o", file]

    def decode(file, out):
        return ["flac", "-s", "-f", "-d", file, "-o", out]

    return SoundCodec("FLAC", "flac", encode, decode, [8], lossless=True)


def wavpack():
    def encode(wave, mode, file):
        return ["wavpack", "-q", "-y", *mode.split(" "), wave, "-o", file]

    def decode(file, out):
        return ["wvunpack", "-q", "-y", file, "-o", out]

    return SoundCodec("WavPack", "wv", encode, decode, ["-hh", "-hh -x6"], lossless=True)


def rate(setting):
    return ["--kbps", f"{setting:.3f}"]


# The key is the name on the command line and in JSON. REFERENCE comes before those that are measured at its rates.
CODECS = {
    "opus": opus(),
    "hearing": own("hearing", lambda setting: [*rate(setting), "--tune", "hearing"], MATCHED, matched=True),
    "fidelity": own("fidelity", rate, MATCHED, matched=True),
    "latent-5x": latent("latent-5x", 0.75),
    "latent-20x": latent("latent-20x", 0.21),
    "mp3": mp3(),
    "aac": aac(),
    "vorbis": vorbis(),
    "lossless": lossless(),
    "flac": flac(),
    "wavpack": wavpack(),
}
