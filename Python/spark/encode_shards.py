r"""A Spark job: a folder of pictures to shards of latents, with one manifest. docs/scale.md tells how and how fast.

    python3 Python/spark/encode_shards.py FOLDER -o SHARDS [--codec PATH] [--quality 60] [--shard-samples 1000] …
    spark-submit --master … --py-files Python/spark/shards.py,Python/spark/dataset.py \
        Python/spark/encode_shards.py FOLDER -o SHARDS …

FOLDER has pictures (PNG, PPM, PGM, PAM), each in the folder of its class. FOLDER, SHARDS and the program are at one
path each on every machine. What is there already is left as it is: a job that was cut off goes on when it is started
again. Prints a JSON object.
Needs PySpark, Java, and Python 3.11.
"""

import argparse
import json
import os
import sys
import time
from dataclasses import replace

import dataset
import shards
from pyspark import SparkConf, SparkContext, TaskContext


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("--codec", default="codec", help="the program (default: the one in the PATH)")
    parser.add_argument("--model", default="latent-16x")
    parser.add_argument("--quality", default="60")
    parser.add_argument("--entropy", choices=("circuit", "classes"), default="classes")
    parser.add_argument("--content", choices=tuple(shards.CONTENTS), default="npy",
                        help="arrays of integers, files as they are, or arrays of normalised floats")
    parser.add_argument("--shard-samples", type=int, default=1000)
    parser.add_argument("--classes", help="a file of names, one a line (default: those that occur)")
    parser.add_argument("--skip-damaged", action="store_true", help="leave out pictures that cannot be encoded")
    parser.add_argument("-f", "--force", action="store_true", help="make a folder of other settings anew")
    parser.add_argument("--master", help="of Spark (default: that of spark-submit, or local[*,4])")
    result = parser.parse_args()
    if result.shard_samples < 1:
        parser.error("--shard-samples is 1 or more")
    return result


def check_settings(out, settings, force):
    """Shards of other settings are not mixed with these."""
    path = os.path.join(out, shards.RECORDS, "settings.json")
    described = settings.described()
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            known = json.load(file)
        if known == described:
            return
        if not force:
            differing = ", ".join(name for name in described if known.get(name) != described[name])
            raise SystemExit(f"{out}: is of another {differing}; --force makes it anew")
    elif not force and os.path.isdir(out) and any(name.endswith((".tar", ".json")) for name in os.listdir(out)):
        raise SystemExit(f"{out}: holds shards that are not of this job; --force makes it anew")
    shards.write_json(described, path, out)


def context(master):
    conf = SparkConf().setAppName("codec shards")
    if master:
        conf.setMaster(master)
    elif not conf.contains("spark.master"):
        # Not only on clusters is a task tried again: the second number.
        conf.setMaster("local[*,4]")
    result = SparkContext(conf=conf)
    result.addPyFile(shards.__file__)
    return result


def encode(spark, folder, out, settings, classes, parts, skips_damaged):
    """Every part by a task of its own. Returns what tasks tell."""

    def task(part):
        return shards.make(folder, out, settings, classes, part, skips_damaged, TaskContext.get().attemptNumber())

    return spark.parallelize(parts, max(1, len(parts))).map(task).collect()


def main():
    options = arguments()
    folder, out = os.path.abspath(options.folder), os.path.abspath(options.output)
    began = time.monotonic()
    settings = shards.Settings(
        options.codec, options.model, options.quality, options.entropy, options.content, options.shard_samples)
    version, digest = shards.identity(options.codec, options.model)
    settings = replace(settings, version=version, digest=digest)
    names = None
    if options.classes:
        with open(options.classes, encoding="utf-8") as file:
            names = [line for line in file.read().splitlines() if line]
    try:
        classes, parts = dataset.plan(folder, settings.samples, names)
    except ValueError as error:
        raise SystemExit(f"{folder}: {error}") from None
    if not parts:
        raise SystemExit(f"{folder}: no pictures")
    check_settings(out, settings, options.force)
    with context(options.master) as spark:
        outcomes = encode(spark, folder, out, settings, classes, parts, options.skip_damaged)
    refused = [line for outcome in outcomes for line in outcome["refused"]]
    for line in refused or [line for outcome in outcomes for line in outcome["damaged"]]:
        print(line, file=sys.stderr)
    if refused:
        raise SystemExit(f"{len(refused)} pictures are damaged; --skip-damaged leaves them out. Other shards are done")
    manifest = dataset.merge(out, settings, classes, parts, {outcome["number"]: outcome["key"] for outcome in outcomes})
    changed = dataset.finish(out, manifest, parts)
    made = sum(outcome["made"] for outcome in outcomes)
    print(json.dumps({
        "output": out, "shards": len(manifest["shards"]), "made": made, "kept": len(parts) - made, "changed": changed,
        "retried": sum(outcome["attempt"] > 0 for outcome in outcomes), "samples": manifest["samples"],
        "damaged": sum(len(outcome["damaged"]) for outcome in outcomes),
        "bytes": sum(shard["bytes"] for shard in manifest["shards"]), "cache_key": manifest["cacheKey"],
        "cpu_seconds": round(sum(outcome["cpu_seconds"] for outcome in outcomes), 2),
        "seconds": round(time.monotonic() - began, 2)}))


if __name__ == "__main__":
    main()
