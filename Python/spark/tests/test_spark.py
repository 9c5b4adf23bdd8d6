"""The Spark job beside the command line, and with workers and jobs killed while they encode."""

import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest

CODEC = os.environ["CODEC"]
JOB = pathlib.Path(__file__).resolve().parent.parent / "encode_shards.py"
SAMPLES = 10
PICTURES = 245
OPTIONS = ["--codec", CODEC, "--shard-samples", str(SAMPLES), "--master", "local[2,4]"]


def start(folder, out, *options):
    environment = dict(os.environ, SPARK_LOCAL_IP="127.0.0.1",
                       PYSPARK_SUBMIT_ARGS="--conf spark.ui.enabled=false pyspark-shell")
    return subprocess.Popen([sys.executable, JOB, folder, "-o", out, *OPTIONS, *options], env=environment, text=True,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(process):
    """Exit code, what the job tells of itself, and its errors."""
    output, errors = process.communicate(timeout=300)
    return process.returncode, json.loads(output) if output else None, errors


def processes():
    """Parents and command lines of all processes, by their numbers."""
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                stat = pathlib.Path("/proc", name, "stat").read_text()
                command = pathlib.Path("/proc", name, "cmdline").read_bytes().split(b"\0")
            except (FileNotFoundError, ProcessLookupError):
                continue
            found[int(name)] = (int(stat.rpartition(")")[2].split()[1]), command)
    return found


def below(ancestor):
    """The processes that a process started, and those that these did, with their parents and command lines."""
    known, found = processes(), {}
    for number in known:
        parent = number
        while parent in known and parent != ancestor:
            parent = known[parent][0]
        if parent == ancestor and number != ancestor:
            found[number] = known[number]
    return found


def encoding_worker(job):
    """The number of a Python worker of the job whose `codec encode` is running; None where none is just now."""
    for parent, command in below(job.pid).values():
        if command[0] == CODEC.encode() and command[1:2] == [b"encode"]:
            return parent
    return None


def tree(folder):
    """All files below a folder, hidden ones too, and their bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def write_picture(path, seed):
    """48x40, a gradient and noise."""
    source = random.Random(seed)
    values = bytes((3 * x + seed * (1 + c) + source.randrange(32)) % 256
                   for _ in range(40) for x in range(48) for c in range(3))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"P6\n48 40\n255\n" + values)


class SparkTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.pictures = cls.folder / "pictures"
        for number in range(PICTURES):
            # Some share a folder with others' folder; one name has a dot.
            place = ["church", "dog.s", "church/old", "fish"][number % 4]
            write_picture(cls.pictures / place / f"{number}{'.x' if number == 7 else ''}.ppm", number)
        cls.undisturbed = cls.folder / "undisturbed"
        code, cls.told, errors = finish(start(cls.pictures, cls.undisturbed))
        assert code == 0, errors
        cls.expected = tree(cls.undisturbed)

    def assert_whole(self, out):
        """Nothing is lost, nothing is there twice, and all bytes are those of the run that nothing disturbed."""
        found = tree(out)
        self.assertEqual(sorted(found), sorted(self.expected))
        for name, data in self.expected.items():
            self.assertTrue(found[name] == data, name)
        keys = []
        for path in sorted(out.glob("*.tar")):
            with tarfile.open(path) as archive:
                keys += [name.removesuffix(".npy") for name in archive.getnames() if name.endswith(".npy")]
        pictures = {str(path.relative_to(self.pictures).with_suffix("")).replace(".", "_")
                    for path in self.pictures.rglob("*.ppm")}
        self.assertEqual((len(keys), set(keys)), (PICTURES, pictures))

    def test_shards_are_those_of_the_command_line(self):
        coded, shards = self.folder / "coded", self.folder / "shards"
        subprocess.run([CODEC, "encode", self.pictures, "-r", "-o", coded, "--model", "latent-16x", "--quality", "60",
                        "--entropy", "classes", "--quiet"], check=True)
        subprocess.run([CODEC, "latents", coded, "--to", "tar", "-o", shards, "--shard-samples", str(SAMPLES),
                        "--quiet"], check=True)
        visible = {name: data for name, data in self.expected.items() if not name.startswith(".")}
        self.assertEqual(visible, tree(shards))
        self.assertEqual((self.told["made"], self.told["kept"], self.told["retried"]), (25, 0, 0))
        self.assertEqual((self.told["samples"], self.told["damaged"]), (PICTURES, 0))

    def test_a_second_run_does_nothing(self):
        def stamps():
            return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in self.undisturbed.rglob("*")
                    if path.is_file()}

        before = stamps()
        code, told, errors = finish(start(self.pictures, self.undisturbed))
        self.assertEqual((code, told["made"], told["kept"], told["changed"]), (0, 0, 25, False), errors)
        self.assertEqual(stamps(), before)
        self.assert_whole(self.undisturbed)

    def test_killed_workers(self):
        out = self.folder / "killed-workers"
        job, killed = start(self.pictures, out), []
        while len(killed) < 3 and job.poll() is None:
            worker = encoding_worker(job)
            if worker is None or worker in killed:
                continue
            os.kill(worker, signal.SIGKILL)
            killed.append(worker)
            time.sleep(0.5)
        code, told, errors = finish(job)
        self.assertEqual((code, len(killed)), (0, 3), errors)
        # That they were at work, and that their work was done again.
        self.assertGreaterEqual(told["retried"], 1)
        self.assertEqual(told["made"], 25)
        self.assert_whole(out)

    def test_a_killed_job(self):
        out = self.folder / "killed-job"
        job = start(self.pictures, out)
        while job.poll() is None and not (len(list(out.glob("*.tar"))) >= 4 and encoding_worker(job)):
            time.sleep(0.01)
        numbers = [job.pid, *below(job.pid)]
        self.assertGreater(len(numbers), 3)
        for number in numbers:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                pass
        job.communicate()
        self.assertEqual(job.returncode, -signal.SIGKILL)
        self.assertFalse((out / "manifest.json").exists())
        self.assertLess(len(list(out.glob("*.tar"))), 25)
        code, told, errors = finish(start(self.pictures, out))
        self.assertEqual(code, 0, errors)
        self.assertGreaterEqual(told["kept"], 3)
        self.assertEqual(told["made"] + told["kept"], 25)
        self.assert_whole(out)

    def test_what_was_damaged_or_changed_is_made_again(self):
        out = self.folder / "changed"
        shutil.copytree(self.undisturbed, out)
        (out / "shard-000003.tar").write_bytes((out / "shard-000003.tar").read_bytes()[:-1])
        (out / ".records" / "shard-000005.json").unlink()
        (out / "shard-000007.tar").unlink()
        # Of a larger data set, before.
        shutil.copy(out / "shard-000001.tar", out / "shard-000025.tar")
        code, told, errors = finish(start(self.pictures, out))
        self.assertEqual((code, told["made"], told["kept"]), (0, 3, 22), errors)
        self.assert_whole(out)
        code, _, errors = finish(start(self.pictures, out, "--quality", "50"))
        self.assertEqual(code, 1)
        self.assertIn("is of another quality", errors)
        self.assert_whole(out)

    def test_pictures_that_are_none(self):
        pictures, out = self.folder / "some", self.folder / "some-shards"
        for number in range(25):
            write_picture(pictures / "a" / f"{number:02}.ppm", number)
        (pictures / "a" / "12.ppm").write_bytes(b"P6\n48 40\n255\nshort")
        code, told, errors = finish(start(pictures, out))
        self.assertEqual((code, told), (1, None))
        self.assertRegex(errors, r"(?m)^a/12\.ppm: .+$")
        self.assertEqual(sorted(path.name for path in out.glob("[!.]*")), ["shard-000000.tar", "shard-000002.tar"])
        code, told, errors = finish(start(pictures, out, "--skip-damaged"))
        self.assertEqual((code, told["made"], told["samples"], told["damaged"]), (0, 1, 24, 1), errors)
        self.assertRegex(errors, r"(?m)^a/12\.ppm: .+$")
        # Mended: its shard is made again.
        write_picture(pictures / "a" / "12.ppm", 12)
        code, told, errors = finish(start(pictures, out))
        self.assertEqual((code, told["made"], told["samples"], told["damaged"]), (0, 1, 25, 0), errors)
        # Classes of a larger data set: all have other numbers.
        classes = self.folder / "classes.txt"
        classes.write_text("b\n")
        code, _, errors = finish(start(pictures, out, "--classes", classes))
        self.assertEqual(code, 1)
        self.assertIn("the class a is not among those given", errors)
        classes.write_text("b\na\n")
        code, told, errors = finish(start(pictures, out, "--classes", classes))
        self.assertEqual((code, told["made"]), (0, 3), errors)
        with tarfile.open(out / "shard-000002.tar") as archive:
            self.assertEqual(archive.extractfile("a/24.cls").read(), b"1")


if __name__ == "__main__":
    unittest.main()
