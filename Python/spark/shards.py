"""Pictures to one shard. Knows nothing of Spark: encode_shards.py calls it in every task.

A shard and its record are what their inputs make them: files, classes, settings, model and version of the program. Both
appear under their names by a rename, the record last, so that a record says: this shard is whole, and made from that. A
task that was cut off leaves nothing, and one that runs twice writes the same bytes twice.
"""

import ctypes
import functools
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import uuid
from dataclasses import asdict, dataclass

MANIFEST = "manifest.json"
# Hidden, so that readers of a folder of shards do not see them.
RECORDS, ATTEMPTS = ".records", ".attempts"
CONTENTS = {"npy": [], "cdc": ["--coded"], "normalized": ["--normalize"]}
# Exit codes of `codec` that tell of a picture: corrupt, not supported, over a limit, or not for this model.
OF_THE_PICTURE = (64, 65, 76, 77)
PARENT_DIED = 1  # PR_SET_PDEATHSIG of prctl.


@dataclass(frozen=True)
class Settings:
    """All that decides, beside the pictures, what is in a shard; and where to find the program."""

    codec: str
    model: str
    quality: str
    entropy: str
    content: str
    samples: int
    # What the program said of itself and of the model where the job began.
    version: str = ""
    digest: str = ""

    def described(self):
        """Without the path of the program: the same data set on another machine is the same."""
        return {name: value for name, value in asdict(self).items() if name != "codec"}


@dataclass(frozen=True)
class Part:
    """The pictures of one shard: paths below the folder, and numbers of classes, -1 without one."""

    number: int
    files: tuple

    @property
    def name(self):
        return f"shard-{self.number:06}"


class PictureError(Exception):
    """Pictures that cannot be encoded; the message has a line for each."""


def run(codec, *arguments, accepts=(0,)):
    """Runs the program; it ends with this process, even where that is killed."""
    libc = ctypes.CDLL(None)
    result = subprocess.run([codec, *map(str, arguments)], capture_output=True, text=True, check=False,
                            preexec_fn=lambda: libc.prctl(PARENT_DIED, signal.SIGKILL))
    if result.returncode not in accepts:
        raise RuntimeError(f"codec {arguments[0]}: exit code {result.returncode}: {result.stderr.strip()}")
    return result


@functools.cache
def identity(codec, model):
    """Version of the program, and digest of the model."""
    shown = dict(line.split(maxsplit=1) for line in run(codec, "models", "show", model).stdout.splitlines())
    return run(codec, "--version").stdout.strip(), shown["digest"]


def digest_of(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def shard_key(folder, settings, classes, part):
    """Equal keys, equal shards."""
    files = [(path, label, digest_of(os.path.join(folder, path))) for path, label in part.files]
    text = json.dumps([1, settings.described(), classes, part.number, files], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def record_path(out, part):
    return os.path.join(out, RECORDS, part.name + ".json")


def read_record(out, part):
    """What is known of a shard; None where it was not finished."""
    try:
        with open(record_path(out, part), encoding="utf-8") as file:
            return json.load(file)
    except (FileNotFoundError, json.JSONDecodeError):
        return None


def is_whole(out, record):
    """Whether the shard is as its record has it."""
    if record["shard"] is None:
        return True
    path = os.path.join(out, record["shard"]["name"])
    return os.path.exists(path) and digest_of(path) == record["shard"]["digest"]


def commit(source, target, out):
    """The file of another file system, whole or not at all."""
    attempt = os.path.join(out, ATTEMPTS, f"{os.path.basename(target)}.{uuid.uuid4().hex}")
    os.makedirs(os.path.dirname(attempt), exist_ok=True)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(source, "rb") as reader, open(attempt, "wb") as writer:
        shutil.copyfileobj(reader, writer)
        writer.flush()
        os.fsync(writer.fileno())
    os.replace(attempt, target)


def write_json(value, target, out, **style):
    """Names in order: equal values, equal bytes."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
        json.dump(value, file, sort_keys=True, ensure_ascii=False, **style)
        file.write("\n")
        file.flush()
        commit(file.name, target, out)


def refused(settings, pictures, path):
    """Why a picture is not encoded; raises RuntimeError where that is no matter of the picture."""
    with tempfile.TemporaryDirectory() as folder:
        result = run(settings.codec, "encode", os.path.join(pictures, path), "-o", os.path.join(folder, "x.cdc"),
                     "--quiet", *encoding(settings), accepts=(0, *OF_THE_PICTURE))
    return result.stderr.strip().split(": ", 1)[-1] if result.returncode != 0 else None


def encoding(settings):
    return ["--model", settings.model, "--quality", settings.quality, "--entropy", settings.entropy, "--threads", 1]


def encoded(folder, settings, part, work, skips_damaged):
    """Encodes the pictures of a part below `work`. Returns (key, label, digest of the file)s, and errors."""
    pictures, coded = os.path.join(work, "pictures"), os.path.join(work, "coded")
    for path, _ in part.files:
        link = os.path.join(pictures, path)
        os.makedirs(os.path.dirname(link), exist_ok=True)
        os.symlink(os.path.abspath(os.path.join(folder, path)), link)
    run(settings.codec, "encode", pictures, "-r", "-o", coded, "--quiet", *encoding(settings), accepts=(0, 1))
    samples, damaged = [], []
    for path, label in part.files:
        key = os.path.splitext(path)[0]
        file = os.path.join(coded, key + ".cdc")
        if os.path.exists(file):
            samples.append((key, label, digest_of(file)))
            continue
        reason = refused(settings, pictures, path)
        if reason is None:
            raise RuntimeError(f"{path}: was not encoded, and can be")
        damaged.append(f"{path}: {reason.removeprefix(os.path.join(pictures, path) + ': ')}")
    if damaged and not skips_damaged:
        raise PictureError("\n".join(damaged))
    return samples, damaged


def make(folder, out, settings, classes, part, skips_damaged=False, attempt=0):
    """Makes a shard and its record unless they are there. Returns a summary for the job."""
    before = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    outcome = {"number": part.number, "attempt": attempt, "made": False, "damaged": [], "refused": []}
    if identity(settings.codec, settings.model) != (settings.version, settings.digest):
        raise RuntimeError(f"{os.uname().nodename}: its codec or model {settings.model} is another than the job's")
    outcome["key"] = key = shard_key(folder, settings, classes, part)
    record = read_record(out, part)
    if record is None or record["key"] != key or record["damaged"] and not skips_damaged or not is_whole(out, record):
        # Of Spark, which removes it with the job; the usual place for temporary files without Spark.
        local = os.environ.get("SPARK_LOCAL_DIRS", "").split(",")[0] or None
        with tempfile.TemporaryDirectory(prefix=part.name + "-", dir=local) as work:
            try:
                record = shard_of(folder, out, settings, classes, part, skips_damaged, work)
            except PictureError as error:
                outcome["refused"] = str(error).splitlines()
                return outcome
        record["key"] = key
        write_json(record, record_path(out, part), out)
        outcome["made"] = True
    after = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    outcome["cpu_seconds"] = sum(b.ru_utime + b.ru_stime - a.ru_utime - a.ru_stime for a, b in zip(before, after))
    outcome["damaged"] = record["damaged"]
    return outcome


def shard_of(folder, out, settings, classes, part, skips_damaged, work):
    """Writes a shard. Returns its record, but for the key."""
    samples, damaged = encoded(folder, settings, part, work, skips_damaged)
    shard = None
    if samples:
        names = os.path.join(work, "classes")
        with open(names, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.writelines(name + "\n" for name in classes)
        made = os.path.join(work, "made")
        run(settings.codec, "latents", os.path.join(work, "coded"), "--to", "tar", "-o", made, "--classes", names,
            "--shard-samples", len(samples), "--threads", 1, "--quiet", *CONTENTS[settings.content])
        with open(os.path.join(made, MANIFEST), encoding="utf-8") as file:
            shard = json.load(file)["shards"][0]
        source, shard["name"] = os.path.join(made, shard["name"]), part.name + ".tar"
        # A manifest stands only beside shards that it describes.
        if os.path.exists(os.path.join(out, MANIFEST)):
            os.remove(os.path.join(out, MANIFEST))
        commit(source, os.path.join(out, shard["name"]), out)
    return {"samples": samples, "damaged": damaged, "shard": shard}
