"""Documents through latents and through fewer pixels: how much of their text is still read.

    python3 Benchmarks/documents.py [--data DIR] [--out DIR] [--seeds 3] [--dpi 100,150,200] [--quality 60]

Downloads documentation from Debian (the packages below) into --data unless it is there, renders pages of it, brings each to a tensor and
back to its size, and lets tesseract read it. Tensors of equal size: the primary channels of `latent-16x` (12 numbers for 8x8 pixels of
RGB: 16 times fewer) and RGB pixels scaled by 4 on each side. Pages are nearly gray, which pixels can use and the model of RGB cannot: so
also gray pixels and latents of gray pages (`latent-gray`), at as many numbers as those (12 for 8x8 gray pixels) and at 4 for 8x8. Nothing
is learned here: a seed is a set of pages, one of every document, drawn at random; no page is in two sets. The error is the edit distance
to the text that the PDF holds, in characters, over the length of that text, summed over the pages of a set. Needs poppler-utils,
tesseract-ocr; Pillow, numpy.
"""

import argparse
import gzip
import json
import os
import random
import shutil
import subprocess
import sys
import unicodedata

import numpy
from PIL import Image

from tasks import cell, codec, fetch, store

DOCUMENTS = {
    "debian-policy": "usr/share/doc/debian-policy/policy.pdf.gz",
    "developers-reference": "usr/share/developers-reference/developers-reference.pdf",
    "debian-faq": "usr/share/doc/debian/FAQ/debian-faq.en.pdf.gz",
    "maint-guide": "usr/share/doc/maint-guide/maint-guide.en.pdf",
    "bash-doc": "usr/share/doc/bash/bashref.pdf",
    "gnuplot-doc": "usr/share/doc/gnuplot/gnuplot.pdf",
    "octave-doc": "usr/share/doc/octave/octave.pdf",
    "r-doc-pdf": "usr/share/R/doc/manual/R-intro.pdf",
}
SHORTEST = 1000  # Characters of a page that is taken.
# tesseract and the PDF differ in what they take for the same sign.
SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "—": "-", "–": "-", "−": "-", "\xad": "-", "•": "*"})


def output(*command):
    return subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          env={**os.environ, "OMP_THREAD_LIMIT": "1"}).stdout.decode("utf-8", "replace")


def plain(text):
    """Ligatures taken apart, one space for any white space."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(SAME).split())


def distance(first, second):
    """Edit distance of two texts, a row of the table at a time."""
    first, second = (numpy.frombuffer(text.encode("utf-32-le"), numpy.uint32) for text in (first, second))
    places = numpy.arange(len(second) + 1)
    row = places
    for index, character in enumerate(first):
        best = numpy.minimum(row[1:] + 1, row[:-1] + (second != character))
        # A run of insertions costs its length: the least of all starts, by one running minimum.
        row = numpy.minimum.accumulate(numpy.concatenate([[index + 1], best]) - places) + places
    return int(row[-1])


def documents(data):
    """Paths of the PDF files."""
    os.makedirs(data, exist_ok=True)
    fetch(data, DOCUMENTS)
    paths = []
    for package, path in DOCUMENTS.items():
        paths.append(os.path.join(data, package + ".pdf"))
        source = os.path.join(data, package, path)
        with (gzip.open if path.endswith(".gz") else open)(source, "rb") as packed, open(paths[-1], "wb") as file:
            shutil.copyfileobj(packed, file)
    return paths


def sets(paths, count):
    """For every seed a page of every document, with its text: [(path, page, text)]."""
    result = [[] for _ in range(count)]
    for path in paths:
        texts = [plain(text) for text in output("pdftotext", path, "-").split("\f")]
        # Tables of contents are rows of dots.
        pages = [page for page, text in enumerate(texts, 1)
                 if len(text) >= SHORTEST and ". . ." not in text and "...." not in text]
        for chosen, page in zip(result, random.Random(os.path.basename(path)).sample(pages, count)):
            chosen.append((path, page, texts[page - 1]))
    return result


def render(path, page, dpi, folder):
    """A page as RGB; the border is cut so that sides are multiples of 8."""
    target = os.path.join(folder, "page")
    output("pdftoppm", "-r", dpi, "-f", page, "-l", page, "-singlefile", path, target)
    image = Image.open(target + ".ppm").convert("RGB")
    return image.crop((0, 0, image.width // 8 * 8, image.height // 8 * 8))


def through_pixels(image, values):
    """Scaled down to so many values for 8x8 pixels, and up again."""
    side = (len(image.getbands()) * 64 / values) ** 0.5
    small = image.resize((round(image.width / side), round(image.height / side)), Image.LANCZOS)
    return small.resize(image.size, Image.BICUBIC)


def through_latents(image, values, quality):
    """The first `values` channels of latents and back."""
    coded = codec.open(codec.encode(numpy.asarray(image), model="latent-16x", quality=quality, entropy="classes"))
    decoded = codec.decode_latents(numpy.ascontiguousarray(coded.latents()[:values]), like=coded)
    return Image.fromarray(decoded.squeeze())


def versions(image, quality):
    """(name, picture) of every way; those of a pair have tensors of equal size."""
    gray = image.convert("L")
    yield "the page itself", image
    yield "RGB, 12 for 8x8: latents", through_latents(image, 12, quality)
    yield "RGB, 12 for 8x8: pixels", through_pixels(image, 12)
    yield "gray, 12 for 8x8: latents", through_latents(gray, 12, quality)
    yield "gray, 12 for 8x8: pixels", through_pixels(gray, 12)
    yield "gray, 4 for 8x8: latents", through_latents(gray, 4, quality)
    yield "gray, 4 for 8x8: pixels", through_pixels(gray, 4)


def read(image, dpi, folder):
    path = os.path.join(folder, "seen.png")
    image.save(path, dpi=(dpi, dpi))
    return plain(output("tesseract", path, "-", "--psm", "3"))


def table(rows, resolutions):
    print("| tensor | " + " | ".join(f"{dpi} dpi" for dpi in resolutions) + " |\n|---|" + "---|" * len(resolutions))
    for name in dict.fromkeys(row["tensor"] for row in rows):
        cells = []
        for dpi in resolutions:
            found = [row for row in rows if (row["tensor"], row["dpi"]) == (name, dpi)]
            by_seed = {row["seed"]: [0, 0] for row in found}
            for row in found:
                by_seed[row["seed"]][0] += row["errors"]
                by_seed[row["seed"]][1] += row["characters"]
            cells.append(cell([100 * errors / characters for errors, characters in by_seed.values()]))
        print(f"| {name} | " + " | ".join(cells) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="out/packages")
    parser.add_argument("--out", default="out/documents")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--dpi", default="100,150,200")
    parser.add_argument("--quality", type=float, default=60)
    arguments = parser.parse_args()
    os.makedirs(arguments.out, exist_ok=True)
    resolutions = [int(dpi) for dpi in arguments.dpi.split(",")]
    rows = []
    for seed, pages in enumerate(sets(documents(arguments.data), arguments.seeds)):
        for path, page, text in pages:
            for dpi in resolutions:
                image = render(path, page, dpi, arguments.out)
                for name, picture in versions(image, arguments.quality):
                    rows.append({"tensor": name, "seed": seed, "dpi": dpi, "document": os.path.basename(path), "page": page,
                                 "errors": distance(text, read(picture, dpi, arguments.out)), "characters": len(text)})
                    print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
                store(os.path.join(arguments.out, "documents.json"), quality=arguments.quality, pages=rows)
    table(rows, resolutions)


if __name__ == "__main__":
    main()
