"""Stems of music with exact truth: songs of MIDI rendered once for the drums, the bass and the rest."""

import os
import subprocess

import numpy

STEMS = ("drums", "bass", "rest")
RATE = 44100
DRUMS = 9  # The channel of drums, counted from 0.
BASSES = range(32, 40)  # Programs of General MIDI, counted from 0.
SOUNDFONT = "fluid-soundfont-gm/usr/share/sounds/sf2/FluidR3_GM.sf2"


def number(data, index):
    """A number of variable length, and where it ends."""
    value = 0
    while True:
        byte = data[index]
        index += 1
        value = value << 7 | byte & 127
        if byte < 128:
            return value, index


def notes(data):
    """Yields (position of the velocity, channel, program) of every note of a MIDI file that starts.

    Programs change in the order in which they are written, of every track for itself.
    """
    start = 8 + int.from_bytes(data[4:8], "big")
    while start + 8 <= len(data):
        end = start + 8 + int.from_bytes(data[start + 4 : start + 8], "big")
        if data[start : start + 4] == b"MTrk":
            yield from track_notes(data, start + 8, end)
        start = end


def track_notes(data, index, end):
    programs, status = [0] * 16, 0
    while index < end:
        _, index = number(data, index)  # Time.
        if data[index] >= 128:
            status = data[index]
            index += 1
        if status >= 0xF0:  # Texts, tempo and other words that have a length.
            length, index = number(data, index + (status == 0xFF))
            index += length
            continue
        kind, channel = status >> 4, status & 15
        if kind == 12:
            programs[channel] = data[index]
        if kind == 9 and data[index + 1] > 0:
            yield index + 1, channel, programs[channel]
        index += 1 if kind in (12, 13) else 2


def stem_of(channel, program):
    return "drums" if channel == DRUMS else "bass" if program in BASSES else "rest"


def render(path, data, folder, seconds):
    """Stems of the first seconds of a song, int16 [stem, 2, frames], without reverberation and chorus. The mix is their sum.

    A stem is the whole file with the notes of the others at velocity 0, which ends a note and starts none: times stay as they are.
    """
    with open(path, "rb") as file:
        song = file.read()
    count, waves, midi = 4 * RATE * seconds, [], os.path.join(folder, "stem.mid")
    command = ["fluidsynth", "-ni", "-q", "-R", "0", "-C", "0", "-r", str(RATE), "-O", "s16", "-T", "raw", "-F", "-",
               os.path.join(data, SOUNDFONT), midi]
    for stem in STEMS:
        silenced = bytearray(song)
        for place, channel, program in notes(song):
            if stem_of(channel, program) != stem:
                silenced[place] = 0
        with open(midi, "wb") as file:
            file.write(silenced)
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            wave = process.stdout.read(count)
            process.kill()  # Songs can be half an hour long.
        waves.append(numpy.frombuffer(wave[: len(wave) // 4 * 4], "<i2").reshape(-1, 2).T)
    frames = max(wave.shape[1] for wave in waves)
    if frames == 0:
        raise SystemExit(f"{path}: fluidsynth rendered nothing")
    return numpy.stack([numpy.pad(wave, ((0, 0), (0, frames - wave.shape[1]))) for wave in waves])
