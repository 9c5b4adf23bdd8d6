"""The consistency codec beside Opus, simpler coders of as many scalars, and floors, on music that it was not trained on.

    python Benchmarks/consistency.py SOUNDS [--work WORKDIR] [--out DIR] [--rows NAME,NAME] [--keep]

SOUNDS: a folder of FLAC files. WORKDIR, where the recipes ran: its validation tracks are measured as well, and the coders
that training begins with. Prints a table in Markdown; writes consistency.md, consistency.json and page/index.html with players.
Needs numpy, scipy, soundfile and torch; visqol-python, musicnn and basic-pitch as README.md tells, or else leaves figures out.
"""

import argparse
import glob
import json
import os
import shutil
import tempfile

import numpy
import soundfile
import torch

import coding
import consistency_page
import consistency_rows
import sounds
from consistency_measures import Measures

COLUMNS = {
    "kbps": ("kbit/s", ".2f"), "si_sdr": ("SI-SDR", ".2f"), "mel": ("log-mel", ".2f"), "lsd 0-4": ("LSD 0-4", ".2f"),
    "lsd 4-11": ("4-11", ".2f"), "lsd 11-22": ("11-22 kHz", ".2f"), "mr": ("MR", ".3f"), "visqol": ("ViSQOL", ".2f"),
    "frechet": ("Frechet", ".2f"), "notes": ("note F1", ".3f"), "seams": ("seams", ".3f"),
    "log seams": ("of logs", ".3f"), "lowest": ("level, least", ".1f"),
    "highest": ("most", ".1f"), "encoding": ("encodes", ".4f"), "decoding": ("decodes", ".4f"),
}


def cut(samples, rate, seconds, name, folder):
    """A clip of the middle of a sound, as a WAV file."""
    count = int(min(seconds * rate, len(samples)))
    start = (len(samples) - count) // 2
    wave = os.path.join(folder, name + ".wav")
    soundfile.write(wave, samples[start : start + count], rate, subtype="PCM_16")
    return sounds.Clip(name, wave, count, rate, 2)


def clips(arguments, folder):
    """Those of the folder, then the validation tracks."""
    result = []
    for path in sorted(glob.glob(os.path.join(arguments.folder, "*.flac"))):
        samples, rate = soundfile.read(path, dtype="int16", always_2d=True)
        if rate == 44100 and samples.shape[1] == 2:
            result.append(cut(samples, rate, arguments.seconds, os.path.splitext(os.path.basename(path))[0], folder))
    listened = len(result)
    tracks = sorted(glob.glob(os.path.join(arguments.work, "music", "validation", "*.npy"))) if arguments.work else []
    for path in tracks:
        samples = numpy.load(path, mmap_mode="r")
        result.append(cut(samples, 44100, arguments.seconds, os.path.basename(path)[:-4], folder))
    return result, listened


def measured(name, row, measures, folder, page, shared):
    """A row of the table, and its sounds in the page's folder."""
    results = []
    for clip in measures.clips:
        out = os.path.join(folder, f"{clip.name}-decoded-{name}.wav")
        results.append(row.run(clip, folder, out, shared))
    told = {"label": row.label}
    for key in ("kbps", "encoding", "decoding"):
        values = [getattr(result, key) for result in results]
        if None not in values:
            told[key] = float(numpy.mean(values))
    told |= measures.row([result.path for result in results])
    for clip, result in zip(measures.listened, results):
        consistency_page.add(page, clip.name, name, result.path)
    for result in results:
        if os.path.dirname(result.path) == folder:
            os.remove(result.path)
    return told


def table(result):
    lines = ["| | " + " | ".join(head for head, _ in COLUMNS.values()) + " |", "|" + "---|" * (len(COLUMNS) + 1)]
    for row in result["rows"].values():
        cells = [format(row[key], form) if key in row else "-" for key, (_, form) in COLUMNS.items()]
        lines.append(f"| {row['label']} | " + " | ".join(cells) + " |")
    floor = result["floor"]
    told = f"{result['clips']} clips of {result['seconds']:g} s; ViSQOL and notes on {result['listened']} of them. "
    told += f"Seams of the originals: {result['seams'][0]:.3f}, of logs {result['seams'][1]:.3f}."
    if floor is not None:
        told += f" Frechet distance between halves of the originals: {floor:.2f} ({result['windows']} windows)."
    return "\n".join(lines) + f"\n\n{told}\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", help="FLAC files, stereo, 44.1 kHz")
    parser.add_argument("--work", help="folder in which the recipes ran")
    parser.add_argument("--out", default="out/benchmarks", help="folder of the results (%(default)s)")
    parser.add_argument("--model", default="music-64x")
    parser.add_argument("--seconds", type=float, default=10, help="of each clip (%(default)s)")
    parser.add_argument("--rows", help="comma-separated names; all by default")
    parser.add_argument("--keep", action="store_true", help="take the other rows from the consistency.json in --out")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    page = os.path.join(arguments.out, "page")
    with tempfile.TemporaryDirectory() as folder:
        listing, listened = clips(arguments, folder)
        if not listing:
            raise SystemExit(f"{arguments.folder}: no FLAC files, stereo, at 44.1 kHz")
        prepared = os.path.join(folder, "prepared") if arguments.work else None
        rows = consistency_rows.rows(arguments.model, prepared)
        names = arguments.rows.split(",") if arguments.rows else list(rows)
        if unknown := [name for name in names if name not in rows]:
            raise SystemExit(f"no row {', '.join(unknown)}; there are {', '.join(rows)}")
        if prepared and {"linear", "untrained"} & set(names):
            consistency_rows.prepare(arguments.work, folder, prepared)
        measures = Measures(listing, listened, sounds.visqol())
        result = {
            "schema": 1, "clips": len(listing), "listened": listened, "seconds": arguments.seconds,
            "windows": 0 if measures.heard is None else len(measures.heard),
            "floor": None if measures.heard is None else measures.floor(), "seams": measures.seams(), "rows": {},
        }
        earlier = {}
        if arguments.keep:
            with open(os.path.join(arguments.out, "consistency.json"), encoding="utf-8") as file:
                told = json.load(file)
            if any(told[key] != result[key] for key in ("clips", "seconds", "windows")):
                raise SystemExit(f"{arguments.out}/consistency.json: other clips")
            earlier = told["rows"]
        elif os.path.exists(page):
            shutil.rmtree(page)
        for clip in measures.listened:
            consistency_page.add(page, clip.name, "original", clip.wave)
        shared = {}
        for name, row in rows.items():
            if name in names:
                result["rows"][name] = measured(name, row, measures, folder, page, shared)
                print(table(result).split("\n")[1 + len(result["rows"])], flush=True)
            elif name in earlier:
                result["rows"][name] = earlier[name]
    words = table(result)
    print(words, end="")
    coding.save(arguments.out, "consistency.json", result)
    coding.save(arguments.out, "consistency.md", words)
    consistency_page.write(page, [clip.name for clip in measures.listened], result)


if __name__ == "__main__":
    main()
