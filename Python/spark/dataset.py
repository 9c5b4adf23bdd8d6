"""The data set as a whole, where the job begins and ends: pictures to parts, and records of shards to a manifest."""

import hashlib
import json
import os
import struct

from shards import ATTEMPTS, MANIFEST, RECORDS, Part, read_record, write_json

EXTENSIONS = (".png", ".ppm", ".pgm", ".pam")


def plan(folder, samples, classes=None):
    """Classes and parts of the pictures below a folder, in the order of `codec latents --to tar`.

    classes: their names, by number; None: the names that occur, sorted. Raises ValueError with the cause.
    """
    found = {}
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            stem, extension = os.path.splitext(name)
            if name.startswith(".") or extension.lower() not in EXTENSIONS:
                continue
            relative = os.path.relpath(os.path.join(parent, name), folder)
            # By bytes, folder by folder, as the files will be called when they are encoded.
            order = tuple(os.fsencode(part) for part in relative.split(os.sep)[:-1]) + (os.fsencode(stem + ".cdc"),)
            if order in found:
                raise ValueError(f"{relative} and {found[order]} would both be {stem}.cdc")
            found[order] = relative
    files = [found[order] for order in sorted(found)]
    labels = [os.path.basename(os.path.dirname(path)) for path in files]
    found = {label for label in labels if label}
    if classes is None:
        classes = sorted(found, key=os.fsencode)
    elif not found.issubset(classes):
        raise ValueError(f"the class {min(found.difference(classes))} is not among those given")
    numbers = {label: number for number, label in enumerate(classes)}
    entries = [(path, numbers.get(label, -1)) for path, label in zip(files, labels)]
    return classes, [Part(start // samples, tuple(entries[start : start + samples]))
                     for start in range(0, len(entries), samples)]


def merge(out, settings, classes, parts, keys):
    """The manifest, from records alone: the one that `codec latents --to tar` writes of the whole data set.

    The cache key is SHA-256 over settings, classes, and key, label and digest of every sample, each behind its length.
    """
    cache_key = hashlib.sha256()

    def add(text):
        data = text.encode("utf-8", "surrogateescape")
        cache_key.update(struct.pack("<Q", len(data)) + data)

    add(f"shards 1 {settings.content} {settings.samples} true")
    for name in classes:
        add(name)
    shards = []
    for part in parts:
        record = read_record(out, part)
        if record is None or record["key"] != keys[part.number]:
            raise RuntimeError(f"{part.name}: its record was changed meanwhile, by another job in the same folder?")
        for key, label, digest in record["samples"]:
            add(key)
            add(str(label))
            cache_key.update(struct.pack("<Q", len(digest) // 2) + bytes.fromhex(digest))
        if record["shard"] is not None:
            shards.append(record["shard"])
    return {
        "cacheKey": cache_key.hexdigest(), "classes": classes, "content": settings.content, "format": 1,
        "samples": sum(shard["samples"] for shard in shards), "samplesPerShard": settings.samples, "shards": shards,
    }


def finish(out, manifest, parts):
    """Writes the manifest unless it is there; removes files of no shard of this data set. Returns whether it did."""
    names = {part.name for part in parts}
    attempts = os.path.join(out, ATTEMPTS)
    stale = [os.path.join(attempts, name) for name in (os.listdir(attempts) if os.path.isdir(attempts) else [])]
    for folder, extension in ((out, ".tar"), (os.path.join(out, RECORDS), ".json")):
        for name in os.listdir(folder):
            stem, found = os.path.splitext(name)
            if stem.startswith("shard-") and found == extension and stem not in names:
                stale.append(os.path.join(folder, name))
    for path in stale:
        os.remove(path)
    path = os.path.join(out, MANIFEST)
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            if json.load(file) == manifest:
                return bool(stale)
    write_json(manifest, path, out, indent=2, separators=(",", " : "))
    return True
