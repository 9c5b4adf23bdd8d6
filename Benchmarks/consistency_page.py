"""A page with players: every clip as it was, and as it comes back from every row."""

import html
import os

import soundfile

from coding import save


def add(page, clip, row, path):
    """Keeps a sound for the page, without loss."""
    os.makedirs(page, exist_ok=True)
    samples, rate = soundfile.read(path, dtype="int16", always_2d=True)
    soundfile.write(os.path.join(page, f"{clip}-{row}.flac"), samples, rate)


def write(page, clips, result):
    rows = {"original": {"label": "original"}} | result["rows"]
    head = "".join(f"<th>{html.escape(clip)}</th>" for clip in clips)
    lines = ['<!doctype html><html lang="en"><meta charset="utf-8"><title>Consistency codec</title>']
    lines.append("<style>body{font-family:sans-serif}audio{width:14em}td,th{text-align:left}</style>")
    lines.append(f"<table><tr><th></th><th>kbit/s</th>{head}</tr>")
    for name, row in rows.items():
        rate = f"{row['kbps']:.2f}" if "kbps" in row else ""
        players = "".join(
            f'<td><audio controls preload="none" src="{html.escape(f"{clip}-{name}.flac")}"></audio></td>' for clip in clips)
        lines.append(f"<tr><th>{html.escape(row['label'])}</th><td>{rate}</td>{players}</tr>")
    lines.append("</table></html>")
    save(page, "index.html", "\n".join(lines) + "\n")
