"""Whether a debug build and a release build make the same bytes and the same samples of sounds.

    python3 Scripts/check-debug.py .build-debug/debug/codec .build/release/codec

Sounds of 8 to 24 bits and floats, of one, two and six channels, silence and full-scale square waves among them, are coded
by both programs; each decodes what the other made. Without loss what comes back must be what went in.
"""

import filecmp
import math
import os
import random
import struct
import subprocess
import sys
import tempfile

RATE = 44100
LOSSLESS = (["--lossless"], ["--lossless", "--fast"])
LOSSY = (["--kbps", "64"], ["--kbps", "64", "--tune", "hearing"], ["--model", "latent-20x"], ["--model", "latent-5x"],
         ["--model", "music-64x"])


def tones(frames, channel):
    noise = random.Random(channel)
    return [
        0.4 * math.sin(0.031 * (channel + 1) * t) * math.exp(-(t % 15000) / 6000) + 0.2 * math.sin(0.0007 * t * (t % 997) ** 0.5)
        + noise.uniform(-0.01, 0.01)
        for t in range(frames)
    ]


def square(frames, channel):
    return [1.0 if t // (37 + channel) % 2 == 0 else -1.0 for t in range(frames)]


def silence(frames, _):
    return [0.0] * frames


# Name: kind, frames, channels, bits (0: floats), ways to code it.
SOUNDS = {
    "16 bits": (tones, 60001, 2, 16, LOSSLESS + LOSSY),
    "24 bits, mono": (tones, 40001, 1, 24, LOSSLESS + LOSSY[:2]),
    "floats": (tones, 30000, 2, 0, LOSSLESS),
    "8 bits": (tones, 20000, 1, 8, LOSSLESS),
    "six channels": (tones, 20011, 6, 16, LOSSLESS + LOSSY[:1]),
    "square wave": (square, 20000, 2, 16, LOSSLESS),
    "silence": (silence, 20000, 2, 24, LOSSLESS),
}


def sample(value, bits):
    if bits == 0:
        return struct.pack("<f", value)
    scale = 1 << (bits - 1)
    integer = max(-scale, min(scale - 1, round(value * scale)))
    return bytes([integer + 128]) if bits == 8 else integer.to_bytes(bits // 8, "little", signed=True)


def wave(kind, frames, channels, bits):
    """The bytes of a WAV file."""
    lines = [kind(frames, channel) for channel in range(channels)]
    data = b"".join(sample(line[t], bits) for t in range(frames) for line in lines)
    size = (bits or 32) // 8 * channels
    form = struct.pack("<HHIIHH", 1 if bits else 3, channels, RATE, RATE * size, size, bits or 32)
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body + b"\0" * (len(data) % 2)


def samples(path):
    """The bytes of the data chunk of a WAV file."""
    with open(path, "rb") as file:
        content = file.read()
    start = content.index(b"data") + 8
    return content[start : start + int.from_bytes(content[start - 4 : start], "little")]


def run(*command):
    subprocess.run([*command, "--quiet", "-f", "--threads", "1"], check=True)


def main(*programs):
    with tempfile.TemporaryDirectory() as folder:
        sound = os.path.join(folder, "sound.wav")
        coded, back = ([os.path.join(folder, f"{i}.{ending}") for i in (0, 1)] for ending in ("cdc", "wav"))
        for name, (kind, frames, channels, bits, ways) in SOUNDS.items():
            with open(sound, "wb") as file:
                file.write(wave(kind, frames, channels, bits))
            for options in ways:
                for program, path in zip(programs, coded):
                    run(program, "encode", sound, "-o", path, *options)
                # Each decodes what the other made.
                for program, path, out in zip(reversed(programs), coded, back):
                    run(program, "decode", path, "-o", out)
                told = f"{name}, {' '.join(options)}"
                if not filecmp.cmp(*coded, shallow=False):
                    raise SystemExit(f"{told}: other bytes")
                if not filecmp.cmp(*back, shallow=False):
                    raise SystemExit(f"{told}: other samples")
                if "--lossless" in options and samples(back[0]) != samples(sound):
                    raise SystemExit(f"{told}: not the samples that went in")
                print(f"{told}: {os.path.getsize(coded[0])} bytes, the same", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
