"""What the tasks of learning from latents share: the Python package, sources of data, tables of seeds."""

import json
import os
import statistics
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# The package and the library of this tree, as `make build` leaves it, unless others are named.
os.environ.setdefault("CODEC_LIBRARY", os.path.join(ROOT, ".build/release/libcodec_c.so"))
sys.path.insert(0, os.path.join(ROOT, "Python"))
sys.path.append(os.path.join(ROOT, "models/recipes"))

import codec  # noqa: E402
from packages import fetch  # noqa: E402

__all__ = ["cell", "codec", "fetch", "store"]


def cell(values, digits=1):
    """Mean and standard deviation of the seeds, as a cell of a table."""
    spread = f" ± {statistics.stdev(values):.{digits}f}" if len(values) > 1 else ""
    return f"{statistics.mean(values):.{digits}f}{spread}"


def store(path, **content):
    """Writes results as JSON; what a run that was cut off had is there."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump({"schema": 1, **content}, file, indent=1)
    os.replace(path + ".new", path)
