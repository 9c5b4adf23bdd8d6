"""Builds the shared library with Swift and puts it into the package.

CODEC_LIBRARY, the path of a library that is built, is taken instead.
"""

import json
import os
import pathlib
import shutil
import subprocess

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAME = "libcodec_c.so"


def library():
    """The path of the library, built if need be."""
    given = os.environ.get("CODEC_LIBRARY")
    if given:
        return pathlib.Path(given)
    swift = os.environ.get("SWIFT", "swift")
    if not (ROOT / "Package.swift").exists():
        raise SystemExit("no Package.swift beside Python/: install from the repository, or set CODEC_LIBRARY")
    told = json.loads(subprocess.run([swift, "-print-target-info"], check=True, capture_output=True).stdout)
    static = pathlib.Path(told["paths"]["runtimeResourcePath"] + "_static") / "linux"
    # The run-time library of Swift goes into ours: no toolchain is needed where it runs. What is linked so needs a
    # build folder of its own.
    scratch = ROOT / ".build-python"
    subprocess.run(
        [swift, "build", "-c", "release", "--product", "codec_c", "--scratch-path", str(scratch),
         "-Xswiftc", "-static-stdlib", "-Xlinker", f"-L{static}"],
        cwd=ROOT, check=True)
    return scratch / "release" / NAME


class BuildWithLibrary(build_py):
    def run(self):
        super().run()
        target = pathlib.Path(self.build_lib) / "codec"
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy2(library(), target / NAME)


class PlatformWheel(bdist_wheel):
    """Of this platform, and of any Python 3: the library knows nothing of Python."""

    def get_tag(self):
        return "py3", "none", super().get_tag()[2]


class PlatformDistribution(Distribution):
    def has_ext_modules(self):
        return True


setup(
    cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": PlatformWheel},
    distclass=PlatformDistribution,
)
