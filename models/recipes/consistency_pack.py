"""Training music of the consistency models as one small file, for a machine without the packages.

    python consistency_pack.py WORKDIR FILE [--mebibytes 58]      writes FILE, out of WORKDIR
    python consistency_pack.py --unpack FILE WORKDIR              makes a work folder of it

Fine bins as bytes on a logarithmic scale (30 dB), a piece of every track, and the validation clips; lossless
compression on top. Then, on a GPU in one command each: consistency.py WORKDIR music-64x-large --size L --batch 64.
"""

import argparse
import io
import os

import numpy as np

import music
from consistency_domain import CHUNK, FRAMES, UNIT, Music, middle
from consistency_evaluation import CHUNKS

# Coefficients below count as zero, and where bytes end.
LEAST, MOST = 0.05, 8192
SPAN = np.log1p(MOST / LEAST)
# Bytes of a frame after compression, about.
FRAME = 150


def coded(x):
    return np.rint(np.sign(x) * np.log1p(np.abs(x) / LEAST) / SPAN * 127).astype(np.int8)


def decoded(q):
    return np.sign(q) * LEAST * np.expm1(np.abs(q.astype(np.float32)) / 127 * SPAN)


def pack(workdir, path, size):
    train = Music(workdir)
    lengths = np.diff(train.starts)
    low, high = 0, lengths.max()
    while high - low > FRAMES:
        # The longest piece a track that fits.
        limit = (low + high) // 2
        low, high = (limit, high) if np.minimum(lengths, limit).sum() * FRAME <= size * 2**20 else (low, limit)
    pieces = [(a + (n - min(n, low)) // 2, min(n, low)) for a, n in zip(train.starts, lengths)]
    clips = {}
    for name, track in sorted(music.load(workdir, "validation").items()):
        clip = middle(track, len(track) // 3, CHUNKS * CHUNK)
        clips["clip " + name] = (clip * UNIT).round().clip(-32768, 32767).astype(np.int16)
    while True:
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            fine=np.concatenate([coded(train.fine[a : a + n].astype(np.float32)) for a, n in pieces]),
            upper=np.concatenate([(train.upper[a : a + n] * 8).round() for a, n in pieces]).clip(-127, 127).astype(np.int8),
            starts=np.cumsum([0] + [n for _, n in pieces]),
            shape=train.shape.numpy(),
            **clips,
        )
        if len(buffer.getvalue()) <= size * 2**20:
            break
        pieces = [(a, int(n * 0.93)) for a, n in pieces]
    with open(path, "wb") as file:
        file.write(buffer.getvalue())


def unpack(path, workdir):
    folder = os.path.join(workdir, "consistency-music-train")
    clips = os.path.join(workdir, "music", "validation")
    for place in (folder, clips):
        os.makedirs(place, exist_ok=True)
    with np.load(path) as archive:
        np.save(os.path.join(folder, "fine.npy"), decoded(archive["fine"]).astype(np.float16))
        np.save(os.path.join(folder, "upper.npy"), (archive["upper"] / 8).astype(np.float16))
        np.save(os.path.join(folder, "shape.npy"), archive["shape"])
        np.save(os.path.join(folder, "starts.npy"), archive["starts"])
        for name in archive.files:
            if name.startswith("clip "):
                np.save(os.path.join(clips, name.removeprefix("clip ") + ".npy"), np.stack([archive[name]] * 2, 1))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("source")
    arguments.add_argument("target")
    arguments.add_argument("--unpack", action="store_true")
    arguments.add_argument("--mebibytes", type=float, default=58)
    arguments = arguments.parse_args()
    if arguments.unpack:
        unpack(arguments.source, arguments.target)
    else:
        pack(arguments.source, arguments.target, arguments.mebibytes)


if __name__ == "__main__":
    main()
