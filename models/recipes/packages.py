"""Debian packages as sources of training data."""

import glob
import os
import subprocess


def fetch(workdir, packages):
    """Downloads and unpacks every package that is not there yet."""
    for package in packages:
        target = os.path.join(workdir, package)
        if os.path.isdir(target):
            continue
        subprocess.run(["apt-get", "download", package], cwd=workdir, check=True)
        (deb,) = glob.glob(os.path.join(workdir, package + "_*.deb"))
        subprocess.run(["dpkg", "-x", deb, target], check=True)
        os.remove(deb)
