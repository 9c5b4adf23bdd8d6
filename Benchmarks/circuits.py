"""Circuits of tables of integers: bits per dimension, sizes and seconds, beside general compressors.

    python3 Benchmarks/circuits.py TRAIN TEST [--out DIR] [--states 16,32,64] [--keep DIR]

TRAIN and TEST are IDX or NPY files, packed by gzip or not, as `codec circuit` takes them: MNIST and its relatives for
the published table ("Lossless Compression with Probabilistic Circuits", Liu, Mandt and Van den Broeck, 2022, tables 1
and 2). Circuits are learned of TRAIN only. Prints a table in Markdown and writes circuits.json.
"""

import argparse
import gzip
import json
import lzma
import pathlib
import shutil
import subprocess
import sys
import tempfile

import codecs_table
import coding
import processes

# By states: options of `codec circuit learn`. Few states have inputs of their own, which are quick to code with; many
# share inputs, or they would learn the samples by heart.
SETTINGS = {
    16: ["--inputs", "0", "--epochs", "10"],
    32: ["--epochs", "12"],
    64: ["--epochs", "7", "--batch", "1024"],
    128: ["--epochs", "8", "--batch", "1024"],
    256: ["--epochs", "10", "--batch", "1024"],
}


def learned(states, train, folder, kept):
    """Path of a circuit, and what learning it took; nothing for one that was kept."""
    name = f"{states}.circuit"
    if kept and (kept / name).exists():
        return kept / name, None
    path = pathlib.Path(folder) / name
    usage = processes.measure([
        codecs_table.PROGRAM, "circuit", "learn", train, "--states", str(states), *SETTINGS[states], "--quiet", "-o",
        str(path)])
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, kept / name)
    return path, usage


def measured(states, train, test, folder, kept):
    path, learning = learned(states, train, folder, kept)
    evaluation = json.loads(subprocess.run(
        [codecs_table.PROGRAM, "circuit", "eval", str(path), test, "--threads", "1", "--json"], check=True,
        capture_output=True, text=True).stdout)
    coded = str(pathlib.Path(folder) / "coded.cdc")
    decoded = str(pathlib.Path(folder) / "decoded")
    both = ["--circuit", str(path), "--threads", "1", "--force", "-o"]
    compress = processes.measure([codecs_table.PROGRAM, "circuit", "compress", test, *both, coded])
    decompress = processes.measure([codecs_table.PROGRAM, "circuit", "decompress", coded, *both, decoded])
    if pathlib.Path(decoded).read_bytes() != unpacked(test):
        raise RuntimeError(f"{test} does not come back with {states} states")
    return evaluation | {
        "states": states,
        "options": SETTINGS[states],
        "learn_wall_seconds": learning and learning.wall_seconds,
        "learn_cpu_seconds": learning and learning.cpu_seconds,
        "compress_cpu_seconds": compress.cpu_seconds,
        "decompress_cpu_seconds": decompress.cpu_seconds,
    }


def unpacked(path):
    data = pathlib.Path(path).read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def peers(test):
    """Bits per byte of general compressors on the file's bytes."""
    raw = unpacked(test)
    xz = len(lzma.compress(raw, preset=9 | lzma.PRESET_EXTREME))
    return {"xz -9e": 8 * xz / len(raw), "gzip -9": 8 * len(gzip.compress(raw, 9)) / len(raw)}


def table(rows, others):
    lines = ["| | theory | coded | a stream a sample | circuit MiB | learned in s | compress s | decompress s |",
             "|" + "---|" * 8]
    for row in rows:
        seconds = row["learn_wall_seconds"]
        lines.append(
            f"| {row['states']} states | {row['bits_per_dimension']:.4f} | {row['coded_bits_per_dimension']:.4f} "
            f"| {row['coded_bits_per_dimension_per_sample']:.4f} | {row['circuit_bytes'] / 2**20:.2f} "
            f"| {'kept' if seconds is None else format(seconds, '.0f')} "
            f"| {row['compress_cpu_seconds']:.2f} | {row['decompress_cpu_seconds']:.2f} |")
    for name, bits in others.items():
        lines.append(f"| {name} | | {bits:.4f} | | | | | |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("train", help="a table to learn from")
    parser.add_argument("test", help="a table to code")
    parser.add_argument("--out", default="out/benchmarks", help="folder of the results (%(default)s)")
    parser.add_argument("--states", default="16,32,64", help=f"of {', '.join(map(str, SETTINGS))} (%(default)s)")
    parser.add_argument("--keep", type=pathlib.Path, help="folder of circuits to use again, and to keep new ones in")
    arguments = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for states in map(int, arguments.states.split(",")):
            rows.append(measured(states, arguments.train, arguments.test, folder, arguments.keep))
            print(f"{states} states: done", file=sys.stderr, flush=True)
    others = peers(arguments.test)
    print(table(rows, others), end="")
    coding.save(arguments.out, "circuits.json", {
        "schema": 1, "train": arguments.train, "test": arguments.test, "circuits": rows, "peers": others})


if __name__ == "__main__":
    main()
