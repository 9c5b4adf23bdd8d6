"""The pictures that are measured: PNG files, each with a PPM twin for the programs that read no PNG."""

import os
import struct
import subprocess
from dataclasses import dataclass

RGBA, GRAY_ALPHA = 6, 4  # PNG colour types.


@dataclass
class Picture:
    """One opaque 8-bit picture."""

    name: str
    png: str
    ppm: str
    width: int
    height: int

    @property
    def pixels(self):
        return self.width * self.height


def load(png, folder):
    """Reads the head of a PNG file and writes its PPM twin into a folder."""
    with open(png, "rb") as file:
        head = file.read(26)
    if head[:8] != b"\x89PNG\r\n\x1a\n" or len(head) < 26:
        raise SystemExit(f"{png}: not a PNG file")
    width, height, depth, colour = struct.unpack(">IIBB", head[16:26])
    if depth > 8 or colour in (RGBA, GRAY_ALPHA):
        raise SystemExit(f"{png}: only opaque pictures of 8 bits are measured")
    name = os.path.splitext(os.path.basename(png))[0]
    ppm = os.path.join(folder, name + ".ppm")
    with open(ppm, "wb") as file:
        subprocess.run(["pngtopam", png], stdout=file, check=True)
    return Picture(name, png, ppm, width, height)
