"""Training photographs from Debian packages: fetch, choose, scale, split, pack.

    python photos.py WORKDIR

downloads the packages below (330 MB), unpacks them under WORKDIR without installing anything, and writes
WORKDIR/train.npz and WORKDIR/validation.npz: uint8 RGB arrays, one per photograph and scale. Photographs are
area-averaged down, because their JPEG artefacts would otherwise be learned. Validation: the endless-sky
photographs whose SHA-1 of the file name is 0 modulo 12. Test sets (Kodak) are never read here.
"""

import glob
import hashlib
import os
import sys

import numpy as np
from PIL import Image

from packages import fetch

PACKAGES = [
    "endless-sky-high-dpi",
    "lomiri-wallpapers-16.04",
    "lomiri-wallpapers-20.04",
    "mate-backgrounds",
    "plasma-workspace-wallpapers",
    "lxqt-themes",
]
LAND = "endless-sky-high-dpi/usr/share/games/endless-sky/plugins/endless-sky-high-dpi/images/land"
# Judged by eye: what is a photograph among the wallpapers. Width in pixels after scaling: about half or less.
WALLPAPERS = {
    "lomiri-wallpapers-16.04/usr/share/backgrounds": "Bridge* Dragonfly* Picture_0B* Wine* aitz* free_* "
    "friends* greentock* life_* picos* seeding* sunset*",
    "lomiri-wallpapers-20.04/usr/share/backgrounds": "Kleiber*",
    "mate-backgrounds/usr/share/backgrounds/mate/nature": "*.jpg",
    "plasma-workspace-wallpapers/usr/share/wallpapers": "BytheWater/*/*/2560* ColdRipple/*/*/2560* "
    "ColorfulCups/*/*/2560* EveningGlow/*/*/2560* FallenLeaf/*/*/2560* Grey/*/*/2560* Kite/*/*/2560* "
    "OneStandsOut/*/*/2560* Path/*/*/2560* summer_1am/*/*/2560*",
    "lxqt-themes/usr/share/lxqt/wallpapers": "Butterfly* Valendas* after* appleflower* beam* butterfly* cloud* "
    "drop* flowers* fog* this*",
}


def is_validation(path):
    return int(hashlib.sha1(os.path.basename(path).encode()).hexdigest(), 16) % 12 == 0


def scaled(path, width):
    image = Image.open(path).convert("RGB")
    size = (width, round(image.height * width / image.width))
    return np.asarray(image.resize(size, Image.Resampling.BOX if image.width % width == 0 else Image.Resampling.LANCZOS))


def collect(workdir):
    """Yields (is_validation, name, pixels)."""
    for path in sorted(glob.glob(os.path.join(workdir, LAND, "*.jpg"))):
        name = os.path.basename(path).split(".")[0].replace("@2x", "")
        for width in (1440, 960, 720):
            yield is_validation(path), f"{name}-{width}", scaled(path, width)
    for folder, patterns in WALLPAPERS.items():
        for pattern in patterns.split():
            for path in sorted(glob.glob(os.path.join(workdir, folder, pattern))):
                with Image.open(path) as image:
                    width = min(1280, image.width // 2)
                name = os.path.relpath(path, os.path.join(workdir, folder)).split(".")[0].replace("/", "-")
                yield False, f"{name}-{width}", scaled(path, width)


def load(workdir, split, keep=lambda name: True):
    """Photographs of a split as {name: uint8 [height, width, 3]}."""
    with np.load(os.path.join(workdir, split + ".npz")) as packed:
        return {name: packed[name] for name in packed.files if keep(name)}


def main(workdir):
    Image.MAX_IMAGE_PIXELS = None
    os.makedirs(workdir, exist_ok=True)
    fetch(workdir, PACKAGES)
    splits = {"train": {}, "validation": {}}
    for validation, name, pixels in collect(workdir):
        splits["validation" if validation else "train"][name] = pixels
    for split, images in splits.items():
        np.savez(os.path.join(workdir, split), **images)
        print(split, len(images), "pictures", round(sum(i.size for i in images.values()) / 3e6), "MPix")


if __name__ == "__main__":
    main(sys.argv[1])
