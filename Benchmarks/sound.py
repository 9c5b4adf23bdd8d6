"""Our profiles of sound beside the usual codecs, on every FLAC file (16 bits) of a folder.

    python3 Benchmarks/sound.py FOLDER [--out DIR] [--codecs NAME,NAME] [--keep] [--first midi_render]

Prints tables in Markdown and writes sound.json (README.md beside this file tells its schema) and sound.md.
Needs the peers, numpy and soundfile; ViSQOL needs scipy and visqol-python, and is left out without them.
"""

import argparse
import glob
import importlib.metadata
import json
import os
import statistics
import subprocess
import sys
import tempfile

import coding
import processes
import sounds
from sound_codecs import CODECS, PACKAGES, REFERENCE


def measured(codec, clip, setting, folder, visqol):
    """One row: a clip at a setting."""
    file, decoded = (os.path.join(folder, name) for name in ("coded." + codec.suffix, "decoded.wav"))
    for path in (file, decoded):
        if os.path.exists(path):
            os.remove(path)
    told = clip.kbps[REFERENCE, setting] if codec.matched else setting
    encoding = processes.measure(codec.encode(clip.wave, told, file))
    decoding = processes.measure(codec.decode(file, decoded))
    size = os.path.getsize(file)
    row = {
        "clip": clip.name,
        "bytes": size,
        "kbps": 8e-3 * size / clip.seconds,
        "encode_speed": clip.seconds / max(encoding.cpu_seconds, 1e-3),
        "decode_speed": clip.seconds / max(decoding.cpu_seconds, 1e-3),
        "encode_peak_kib": encoding.peak_kib,
        "decode_peak_kib": decoding.peak_kib,
    }
    if codec.lossless:
        if not sounds.is_equal(clip, decoded):
            raise RuntimeError(f"{codec.label}: {clip.name} came back with other samples")
        return {**row, "ratio": size / clip.pcm_bytes}
    sounds.align(clip, decoded)
    row.update(sounds.compare(clip, decoded))
    return {**row, "visqol": visqol.score(clip, decoded) if visqol else None}


def spread(rows, key):
    """{"mean", "min", "median", "max"} over the clips; None where a clip has no such figure."""
    values = [row.get(key) for row in rows]
    if None in values:
        return None
    return {"mean": statistics.mean(values), "min": min(values), "median": statistics.median(values), "max": max(values)}


def point(codec, setting, rows):
    keys = ["kbps", "encode_speed", "decode_speed", *(["ratio"] if codec.lossless else ["visqol", "logmel", "snr"])]
    return {
        "setting": setting,
        **{key: spread(rows, key) for key in keys},
        "encode_peak_kib": max(row["encode_peak_kib"] for row in rows),
        "decode_peak_kib": max(row["decode_peak_kib"] for row in rows),
        "rows": rows,
    }


def curve(name, clips, folder, visqol):
    """The points of one codec; none where the program does not have the profile."""
    codec, points = CODECS[name], []
    for setting in codec.grid:
        rows = []
        for clip in clips:
            try:
                rows.append(measured(codec, clip, setting, folder, visqol))
            except RuntimeError as error:
                if codec.ours and not points and not rows:
                    print(f"{name} is left out: {error}", file=sys.stderr)
                    return []
                raise
        points.append(point(codec, setting, rows))
        print(f"{name} {setting}: {points[-1]['kbps']['mean']:.1f} kbit/s", file=sys.stderr, flush=True)
        remember(name, points[-1:], clips)
    return points


def remember(name, points, clips):
    """Notes the rates at which others are measured."""
    for told in points:
        for clip, row in zip(clips, told["rows"]):
            clip.kbps[name, told["setting"]] = row["kbps"]


def table(points, first, lossless):
    """The figures in Markdown: of the clip `first` alone, then mean, least, median and largest over all clips."""
    measures = [("ratio", ".4f")] if lossless else [("visqol", ".2f"), ("logmel", ".2f"), ("snr", ".1f")]
    names = {"ratio": "size / PCM", "visqol": "ViSQOL", "logmel": "log-mel dB", "snr": "SNR dB"}
    heads = ["codec", "setting", *(f"{names[key]}, {first}" for key, _ in measures), "kbit/s",
             *(names[key] for key, _ in measures), "encodes", "decodes", "enc MiB", "dec MiB"]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]

    def cell(told, form):
        if told is None:
            return "-"
        parts = (format(told[key], form) for key in ("min", "median", "max"))
        return f"{told['mean']:{form}} ({' / '.join(parts)})"

    for name, told in ((name, p) for name, curve in points.items() for p in curve):
        if CODECS[name].lossless != lossless:
            continue
        alone = next((row for row in told["rows"] if row["clip"] == first), {})
        setting = f"as {CODECS[REFERENCE].label} {told['setting']}" if CODECS[name].matched else str(told["setting"]) or "default"
        cells = [CODECS[name].label, setting]
        cells += ["-" if alone.get(key) is None else format(alone[key], form) for key, form in measures]
        cells += [cell(told["kbps"], ".1f"), *(cell(told[key], form) for key, form in measures)]
        cells += [f"{told[key]['mean']:.0f}x" for key in ("encode_speed", "decode_speed")]
        cells += [f"{told[key] / 1024:.0f}" for key in ("encode_peak_kib", "decode_peak_kib")]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def versions(visqol):
    command = ["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *PACKAGES]
    lines = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.split("\n")
    told = dict(line.split(" ") for line in lines if line)
    return told | ({"visqol-python": importlib.metadata.version("visqol-python")} if visqol else {})


def described(clips):
    return [{"name": c.name, "frames": c.frames, "rate": c.rate, "channels": c.channels} for c in clips]


def earlier(folder, clips, visqol):
    """Points by codec of an earlier run on the same clips, with the programs as they are."""
    with open(os.path.join(folder, "sound.json"), encoding="utf-8") as file:
        result = json.load(file)
    if result["clips"] != described(clips) or result["versions"] != versions(visqol):
        raise SystemExit(f"{folder}/sound.json: other clips, or other versions of the programs")
    return {name: codec["points"] for name, codec in result["codecs"].items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", help="FLAC files of 16 bits")
    parser.add_argument("--out", default="out/benchmarks", help="folder of the results (%(default)s)")
    parser.add_argument("--codecs", help="comma-separated names; all by default")
    parser.add_argument("--keep", action="store_true", help="take the other codecs from the sound.json in --out")
    parser.add_argument("--first", default="midi_render", help="clip whose figures stand first (%(default)s)")
    arguments = parser.parse_args()
    names = arguments.codecs.split(",") if arguments.codecs else list(CODECS)
    if unknown := [name for name in names if name not in CODECS]:
        raise SystemExit(f"no codec {', '.join(unknown)}; there are {', '.join(CODECS)}")
    files = sorted(glob.glob(os.path.join(arguments.folder, "*.flac")))
    if not files:
        raise SystemExit(f"{arguments.folder}: no FLAC files")
    visqol = sounds.visqol()
    with tempfile.TemporaryDirectory() as folder:
        clips = [sounds.load(file, folder) for file in files]
        points = earlier(arguments.out, clips, visqol) if arguments.keep else {}
        remember(REFERENCE, points.get(REFERENCE, []), clips)
        if any(CODECS[name].matched for name in names) and REFERENCE not in [*names, *points]:
            raise SystemExit(f"ours are measured at the rates of {REFERENCE}: measure it as well, or --keep it")
        # In the order of the table, in which the reference comes first.
        points |= {name: curve(name, clips, folder, visqol) for name in CODECS if name in names}
        points = {name: points[name] for name in CODECS if points.get(name)}
        words = "\n".join(table(points, arguments.first, lossless) for lossless in (False, True))
        print(words, end="")
        coding.save(arguments.out, "sound.json", {
            "schema": 1,
            "clips": described(clips),
            "versions": versions(visqol),
            "codecs": {name: {"label": CODECS[name].label, "points": told} for name, told in points.items()},
        })
        coding.save(arguments.out, "sound.md", words)


if __name__ == "__main__":
    main()
