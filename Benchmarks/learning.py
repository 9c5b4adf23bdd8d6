"""What latents are worth to learn from: classifiers of latents and of pixels with as many numbers, and the speed of loading.

    python3 Benchmarks/learning.py FOLDER [--out DIR] [--seeds 3] [--epochs 15] [--quality 60] [--keep] [--no-loading]

FOLDER has the folders train and val, and in each of them a folder of pictures (JPEG, PNG, PPM) for every class. Pictures are decoded by
Pillow and encoded by `codec encode --model latent-16x`; `codec probe` learns classifiers of the 12 channels of latents, and
of the same pictures scaled down by 4 on each side: as many numbers in an array of the same shape, so that a network has the same
size, takes the same steps and the same time.

The classifier is chosen on pictures of train alone: each candidate learns from four of five and is measured on the fifth, with one seed,
once for latents and once for pixels. What was best for latents and what was best for pixels then learn from all of train, from
both sources, and are measured on val, once, with several seeds: val decides nothing. Prints tables in Markdown and
writes learning.json. --keep goes on with what a run before left in DIR. Needs Pillow and numpy.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time

import numpy
from PIL import Image

CODEC = os.environ.get("CODEC", ".build/release/codec")
LOADER = os.path.join(os.path.dirname(CODEC) or ".", "time-loader")
SOURCES = ("latents", "pixels")
# Every fifth picture of a class is kept for choosing.
KEPT = 5
CHOOSING_SEEDS = 1
# Name, options, whether there are seeds. What is random in samples is the same for both sources.
AUGMENTED = ["--flips", "--shift", "1"]
CANDIDATES = {
    **{
        f"{kind}{', magnitudes' * magnitudes}{', companded' * companded}": (
            ["--probe", kind, *AUGMENTED, "--magnitudes" if magnitudes else "--no-magnitudes",
             "--compand" if companded else "--no-compand"], True)
        for kind in ("patches", "network") for magnitudes in (True, False) for companded in (True, False)
    },
    "naive Bayes": (["--probe", "bayes", "--no-compand"], False),
    "ridge": (["--probe", "ridge", "--no-compand"], False),
    "logistic": (["--probe", "logistic", "--no-compand", "--rate", "3e-4"], False),
    "10 neighbours": (["--probe", "neighbours", "--no-compand"], False),
}


def pictures(folder):
    """Relative paths of the pictures in a folder, in order."""
    found = []
    for parent, folders, names in os.walk(folder):
        folders.sort()
        found += [os.path.relpath(os.path.join(parent, name), folder) for name in sorted(names)
                  if name.lower().endswith((".jpeg", ".jpg", ".png", ".ppm"))]
    return found


def convert(source, target):
    """Every picture as PPM, in RGB."""
    for relative in pictures(source):
        path = os.path.join(target, os.path.splitext(relative)[0] + ".ppm")
        if not os.path.exists(path):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            Image.open(os.path.join(source, relative)).convert("RGB").save(path)


def codec(*arguments):
    return subprocess.run([CODEC, *map(str, arguments)], check=True, stdout=subprocess.PIPE, text=True).stdout


def kept_apart(folder, target):
    """Links to the pictures or files of a folder: four of five of every class in train, the fifth in val."""
    counts = {}
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            label = os.path.relpath(parent, folder)
            counts[label] = counts.get(label, 0) + 1
            link = os.path.join(target, "val" if counts[label] % KEPT == 0 else "train", label, name)
            os.makedirs(os.path.dirname(link), exist_ok=True)
            if not os.path.lexists(link):
                os.symlink(os.path.abspath(os.path.join(parent, name)), link)


def measure(out, name, source, seed, epochs, folder):
    """The accuracy of one classifier, and the processor seconds of learning it."""
    probe = os.path.join(out, "measured.probe")
    own = ["--pixels", "16"] if source == "pixels" else []
    before = os.times()
    codec("probe", "train", os.path.join(folder, "train"), "-o", probe, "--force", "--quiet", "--seed", seed,
          "--epochs", epochs, "--threads", 1, *CANDIDATES[name][0], *own)
    after = os.times()
    report = json.loads(codec("probe", "eval", probe, os.path.join(folder, "val"), "--json", "--threads", 1))
    seconds = after.children_user + after.children_system - before.children_user - before.children_system
    return {"probe": name, "source": source, "seed": seed, "accuracy": report["accuracy"], "samples": report["samples"],
            "cpu_seconds": seconds}


class Results:
    """What is measured, in a file that a later run goes on with."""

    def __init__(self, path, arguments):
        self.path = path
        self.told = {"schema": 2, "epochs": arguments.epochs, "quality": arguments.quality, "choosing": [], "test": []}
        if arguments.keep and os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                self.told = json.load(file)

    def write(self):
        with open(self.path, "w", encoding="utf-8") as file:
            json.dump(self.told, file, indent=1)

    def measured(self, stage, names, seeds, arguments, folders):
        """Rows of a stage, measured where they are not known."""
        rows = self.told[stage]
        for name in names:
            for seed in range(seeds if CANDIDATES[name][1] else 1):
                for source in SOURCES:
                    if any((row["probe"], row["source"], row["seed"]) == (name, source, seed) for row in rows):
                        continue
                    rows.append(measure(arguments.out, name, source, seed, arguments.epochs, folders[source]))
                    print(stage, json.dumps(rows[-1]), file=sys.stderr, flush=True)
                    self.write()
        return rows


def accuracies(rows, name, source):
    return [100 * row["accuracy"] for row in rows if row["probe"] == name and row["source"] == source]


def pillow_milliseconds(folder, runs=3, mode=None):
    """Processor time a sample of decoding pictures and scaling them down by 4, to normalised floats."""
    paths = [os.path.join(folder, relative) for relative in pictures(folder)]
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        for path in paths:
            image = Image.open(path)
            if mode == "draft":
                # libjpeg scales while it decodes: faster, and another picture than the mean of pixels.
                image.draft("RGB", (image.width // 4, image.height // 4))
            image = image.convert("RGB")
            size = (56, 56) if image.size == (224, 224) else (max(1, image.width // 4), max(1, image.height // 4))
            if image.size != size and mode != "draft":
                image = image.resize(size, Image.BOX)
            numpy.asarray(image, dtype=numpy.float32).transpose(2, 0, 1) / 64 - 2
        best = min(best, time.process_time() - start)
    return 1000 * best / len(paths)


def table(rows):
    names = list(dict.fromkeys(row["probe"] for row in rows))
    print(f"| classifier, {rows[0]['samples']} pictures | latents | pixels | difference |\n|---|---|---|---|")
    for name in names:
        found = {source: accuracies(rows, name, source) for source in SOURCES}
        cells = [f"{statistics.mean(found[source]):.1f}" + (f" ± {statistics.stdev(found[source]):.1f}"
                 if len(found[source]) > 1 else "") for source in SOURCES]
        difference = statistics.mean(found["latents"]) - statistics.mean(found["pixels"])
        print(f"| {name} | {cells[0]} | {cells[1]} | {difference:+.1f} |")


def loading(folder, out, data):
    """Milliseconds of processor time a sample, by way of loading."""
    shards = {}
    for content, options in (("shards of .npy", []), ("shards of .cdc", ["--coded"])):
        shards[content] = os.path.join(out, content.replace(" ", "-").replace(".", ""))
        codec("latents", os.path.join(data["latents"], "val"), "--to", "tar", "-o", shards[content], "--force", "--quiet",
              *options)
    paths = {".cdc files": os.path.join(data["latents"], "val"), **shards}
    lines = subprocess.run([LOADER, "5", *paths.values()], check=True, stdout=subprocess.PIPE, text=True).stdout
    result = {name: json.loads(line)["milliseconds"] for name, line in zip(paths, lines.splitlines())}
    original = os.path.join(folder, "val")
    result["Pillow"] = pillow_milliseconds(original)
    result["Pillow, scaled by libjpeg"] = pillow_milliseconds(original, mode="draft")
    print("\n| loading | ms a sample | samples a second and core | against Pillow |\n|---|---|---|---|")
    for name, milliseconds in result.items():
        print(f"| {name} | {milliseconds:.3f} | {1000 / milliseconds:.0f} | {result['Pillow'] / milliseconds:.2f} |")
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--out", default="out/learning")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=15)
    parser.add_argument("--quality", default="60")
    parser.add_argument("--keep", action="store_true", help="keep classifiers that were measured before")
    parser.add_argument("--no-loading", action="store_true", help="do not measure the speed of loading")
    arguments = parser.parse_args()
    data = {"pixels": os.path.join(arguments.out, "pictures"), "latents": os.path.join(arguments.out, "latents")}
    for part in ("train", "val"):
        convert(os.path.join(arguments.folder, part), os.path.join(data["pixels"], part))
        codec("encode", os.path.join(data["pixels"], part), "-r", "-o", os.path.join(data["latents"], part), "--model",
              "latent-16x", "--quality", arguments.quality, "--entropy", "classes", "--skip-existing", "--quiet")
    apart = {source: os.path.join(arguments.out, "choosing", source) for source in SOURCES}
    for source in SOURCES:
        kept_apart(os.path.join(data[source], "train"), apart[source])
    results = Results(os.path.join(arguments.out, "learning.json"), arguments)
    choosing = results.measured("choosing", CANDIDATES, CHOOSING_SEEDS, arguments, apart)
    chosen = {source: max(CANDIDATES, key=lambda name: statistics.mean(accuracies(choosing, name, source)))
              for source in SOURCES}
    results.told["chosen"] = chosen
    print("Chosen on pictures of train kept apart:\n")
    table(choosing)
    test = results.measured("test", dict.fromkeys(chosen.values()), arguments.seeds, arguments, data)
    print(f"\nTest; chosen for latents: {chosen['latents']}, for pixels: {chosen['pixels']}:\n")
    table(test)
    if not arguments.no_loading:
        results.told["loading"] = loading(arguments.folder, arguments.out, data)
    results.write()


if __name__ == "__main__":
    main()
