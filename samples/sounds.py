"""Makes the sample sounds of this folder again: two tunes of this project's own, rendered from notes.

    python3 samples/sounds.py WORKDIR

WORKDIR gets the MIDI and WAV files on the way. Needs the Debian packages fluidsynth, fluid-soundfont-gm and flac.
Each instrument is rendered alone, without reverb and chorus; the mix is the sum of these stems, sample by sample.
"""

import array
import os
import struct
import subprocess
import sys
import wave

HERE = os.path.dirname(os.path.abspath(__file__))
SOUNDFONT = "/usr/share/sounds/sf2/FluidR3_GM.sf2"
RATE = 44100
FADE = 441  # Frames at the end of a stem, so that none stops within a vibration.
MOST_BYTES = 1_000_000
DRUMS = 9  # The channel of percussion, counted from 0.

# Notes are PITCH/BEATS, chords are PITCH+PITCH, "-" is a rest. Stem: General MIDI program (None: percussion), loudness
# of keys and of the channel, 0 to 127, and the notes. Percussion is written by the keys of its instruments.
TUNES = {
    "waltz": {
        "title": "Small waltz",
        "tempo": 152,  # Beats a minute.
        "seconds": 8,
        "stems": {
            "flute": (73, 84, 88, """
                A4/1 D5/1 F5/1  E5/2 D5/1  Bb4/1 D5/1 G5/1  F5/1.5 E5/.5 D5/1  C#5/1 E5/.5 F5/.5 G5/1  F5/.5 E5/.5 D5/3"""),
            "piano": (0, 62, 90, """
                D3/1 A3+D4+F4/1 A3+D4+F4/1  A2/1 A3+D4+F4/1 A3+D4+F4/1  G2/1 Bb3+D4+G4/1 Bb3+D4+G4/1
                D3/1 A3+D4+F4/1 A3+D4+F4/1  A2/1 G3+C#4+E4/1 G3+C#4+E4/1  D3/1 A3+D4+F4/1 D2+D4/2"""),
            "cello": (42, 70, 84, "D3/3 F3/2 E3/1 D3/3 A2/2 Bb2/1 A2/2 C#3/1 D3/4"),
        },
    },
    "walk": {
        "title": "Evening walk",
        "tempo": 116,
        "seconds": 8,
        "stems": {
            "vibraphone": (11, 80, 92, """
                G4/.67 A4/.33 B4/1 D5/.67 E5/1.33  D5/.67 B4/.33 A4/1 F#4/1 -/1  E4/.67 G4/.33 C5/1 B4/.67 A4/1.33
                G4+B4+D5/2"""),
            "bass": (32, 96, 100, "G2/1 B2/1 D3/1 E3/1 D3/1 C3/1 A2/1 D2/1 C3/1 E2/1 A2/1 D2/1 G2/2"),
            "drums": (None, 70, 84, "51/1 51+44/.67 51/.33 " * 6 + "51+36/2"),
        },
    },
}


def key(name):
    """60 of "C4"; numbers are keys already."""
    if name.isdigit():
        return int(name)
    steps = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
    return 12 * (int(name[-1]) + 1) + steps[name[0]] + name.count("#") - name.count("b")


def variable_length(value):
    """A number as MIDI files have it: seven bits a byte, the highest bit set on all but the last."""
    groups = [value & 127]
    while value := value >> 7:
        groups.insert(0, value & 127 | 128)
    return bytes(groups)


def midi(stem, tempo):
    """A MIDI file of one track with 480 ticks a beat."""
    program, velocity, volume, notes = stem
    channel = DRUMS if program is None else 0
    events = [(0, bytes([0xB0 | channel, 7, volume]))]
    if program is not None:
        events.append((0, bytes([0xC0 | channel, program])))
    now = 0.0
    for note in notes.split():
        chord, beats = note.split("/")
        start, end = round(480 * now), round(480 * (now + float(beats)))
        for name in [] if chord == "-" else chord.split("+"):
            events.append((start, bytes([0x90 | channel, key(name), velocity])))
            events.append((end - 10, bytes([0x80 | channel, key(name), 0])))
        now += float(beats)
    track = b"\0\xff\x51\x03" + struct.pack(">I", 60_000_000 // tempo)[1:]
    last = 0
    for tick, event in sorted(events, key=lambda event: event[0]):
        track += variable_length(tick - last) + event
        last = tick
    track += variable_length(960) + b"\xff\x2f\0"
    return b"MThd" + struct.pack(">IHHH", 6, 0, 1, 480) + b"MTrk" + struct.pack(">I", len(track)) + track


def render(path, seconds):
    """Samples of a MIDI file, left and right in turn, cut or filled up to the length and faded at its end."""
    output = path.replace(".mid", ".wav")
    subprocess.run(
        ["fluidsynth", "-ni", "-q", "-R", "0", "-C", "0", "-g", "1.0", "-r", str(RATE), "-O", "s16", "-T", "wav",
         "-F", output, SOUNDFONT, path], check=True, stdout=subprocess.DEVNULL)
    with wave.open(output) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, RATE)
        samples = array.array("h", file.readframes(seconds * RATE))
    samples.extend([0] * (2 * seconds * RATE - len(samples)))
    for index in range(2 * FADE):
        samples[-1 - index] = samples[-1 - index] * (index // 2) // FADE
    return samples


def write(samples, name, title, workdir):
    """A FLAC file in this folder."""
    path = os.path.join(workdir, os.path.basename(name) + ".wav")
    with wave.open(path, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    output = os.path.join(HERE, name + ".flac")
    subprocess.run(
        ["flac", "--silent", "--force", "-8", "--no-padding", "--no-seektable", "-T", "TITLE=" + title,
         "-o", output, path], check=True)
    size = os.path.getsize(output)
    print(f"{name}.flac {len(samples) // 2} frames, peak {max(map(abs, samples))}, {size} bytes")
    if size >= MOST_BYTES:
        raise SystemExit(f"{name}.flac is larger than {MOST_BYTES} bytes")


def main(workdir):
    os.makedirs(workdir, exist_ok=True)
    os.makedirs(os.path.join(HERE, "stems"), exist_ok=True)
    for tune, score in TUNES.items():
        mix = array.array("h", [0] * (2 * score["seconds"] * RATE))
        for name, stem in score["stems"].items():
            path = os.path.join(workdir, f"{tune}-{name}-notes.mid")
            with open(path, "wb") as file:
                file.write(midi(stem, score["tempo"]))
            samples = render(path, score["seconds"])
            write(samples, f"stems/{tune}-{name}", f"{score['title']}: {name}", workdir)
            # A sum out of range is an error here, not a clipped sample.
            mix = array.array("h", (a + b for a, b in zip(mix, samples)))
        write(mix, tune, score["title"], workdir)


if __name__ == "__main__":
    main(sys.argv[1])
