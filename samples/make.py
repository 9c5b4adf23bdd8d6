"""Makes the sample pictures of this folder again.

    python3 samples/make.py WORKDIR

WORKDIR/endless-sky-high-dpi holds the unpacked Debian package of that name and is filled by apt-get when absent.
Needs Pillow and numpy (the recipes' split is imported) and, for the fonts, the Debian package fonts-dejavu-core.
"""

import fnmatch
import math
import os
import sys

from PIL import Image, ImageDraw, ImageFont

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "models", "recipes"))
import photos  # noqa: E402  (the path above must come first)

PACKAGE = "endless-sky-high-dpi"
FONTS = "/usr/share/fonts/truetype/dejavu"
MOST_BYTES = 500_000
# Sample: photograph of the package, width after scaling. 640 where 720 would pass MOST_BYTES.
PHOTOGRAPHS = {
    "fields": ("fields3@2x.jpg", 720),
    "mountain": ("mountain8@2x.jpg", 720),
    "sea": ("sea3@2x.jpg", 720),
    "tunnel": ("space2@2x.jpg", 640),
}


def credit(copyright_file, path):
    """(holder, licence) of a path by a machine-readable Debian copyright file: the last paragraph that matches."""
    found = None
    with open(copyright_file, encoding="utf-8") as file:
        paragraphs = file.read().split("\n\n")
    for paragraph in paragraphs:
        fields, key = {}, None
        for line in paragraph.splitlines():
            if line[:1].isspace():
                fields[key] += " " + line.strip()
            else:
                key, _, value = line.partition(":")
                fields[key] = value.strip()
        if any(fnmatch.fnmatchcase(path, pattern) for pattern in fields.get("Files", "").split()):
            found = fields["Copyright"], fields["License"]
    return found


def photograph(workdir, source, width):
    """One photograph, area-averaged. Refuses what is not in the validation split or not in the public domain."""
    path = os.path.join(workdir, photos.LAND, source)
    if not photos.is_validation(path):
        raise SystemExit(f"{source}: not in the validation split")
    copyright_file = os.path.join(workdir, PACKAGE, "usr/share/doc", PACKAGE, "copyright")
    holder, licence = credit(copyright_file, "images/land/" + source)
    if not licence.startswith("public-domain"):
        raise SystemExit(f"{source}: {licence}")
    print(f"{source}: {holder}: {licence}")
    with Image.open(path) as image:
        height = image.height * width // image.width
        return image.convert("RGB").resize((width, height), Image.Resampling.BOX)


def font(name, size):
    return ImageFont.truetype(os.path.join(FONTS, name + ".ttf"), size)


def page():
    """A page of text, 8-bit gray, 640 x 832."""
    image = Image.new("L", (640, 832), 255)
    draw = ImageDraw.Draw(image)
    with open(os.path.join(HERE, "page.txt"), encoding="utf-8") as file:
        title, *paragraphs = file.read().strip().split("\n\n")
    draw.text((56, 48), title, fill=0, font=font("DejaVuSerif-Bold", 26))
    draw.line((56, 90, 584, 90), fill=96, width=1)
    body = font("DejaVuSerif", 15)
    y = 108
    for paragraph in paragraphs:
        line = ""
        for word in paragraph.split() + [None]:
            if word is None or draw.textlength(f"{line} {word}", font=body) > 528:
                draw.text((56, y), line, fill=16, font=body)
                y += 22
                line = ""
            line = f"{line} {word}".strip()
        y += 12
    draw.text((312, 796), "1", fill=16, font=font("DejaVuSerif", 13))
    return image


def chart():
    """A line chart, palette of 32 colours, 720 x 432: sums of a square wave's Fourier series."""
    scale = 3  # Drawn three times as large and averaged down: smooth lines.
    width, height = 720 * scale, 432 * scale
    left, right, top, bottom = 70 * scale, 560 * scale, 56 * scale, 380 * scale
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    label = font("DejaVuSans", 13 * scale)

    def point(x, y):
        return left + x * (right - left), (top + bottom) / 2 - y / 1.5 * (bottom - top) / 2

    draw.text((left, 18 * scale), "Square wave, sums of its odd harmonics", fill="black",
              font=font("DejaVuSans-Bold", 17 * scale))
    for tick in range(-3, 4):
        at = point(0, tick / 2)
        draw.line((at, point(1, tick / 2)), fill="#d8d8d8", width=scale)
        draw.text((at[0] - 8 * scale, at[1]), f"{tick / 2:.1f}", fill="black", font=label, anchor="rm")
    for tick in range(5):
        at = point(tick / 4, -1.5)
        draw.line((at, point(tick / 4, 1.5)), fill="#d8d8d8", width=scale)
        draw.text((at[0], at[1] + 8 * scale), f"{tick / 4:.2f}", fill="black", font=label, anchor="ma")
    draw.text(((left + right) / 2, bottom + 30 * scale), "time in periods", fill="black", font=label, anchor="ma")
    for row, (terms, colour) in enumerate([(1, "#1f5fbf"), (3, "#d1495b"), (25, "#2e8b57")]):
        curve = [point(i / 2000, 4 / math.pi * sum(
            math.sin(2 * math.pi * k * i / 2000) / k for k in range(1, 2 * terms, 2))) for i in range(2001)]
        draw.line(curve, fill=colour, width=2 * scale, joint="curve")
        y = top + (16 + 26 * row) * scale
        draw.rectangle((580 * scale, y - 6 * scale, 604 * scale, y + 6 * scale), fill=colour)
        draw.text((614 * scale, y), f"{terms} term{'s' * (terms > 1)}", fill="black", font=label, anchor="lm")
    small = image.resize((720, 432), Image.Resampling.BOX)
    return small.quantize(32, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def main(workdir):
    os.makedirs(workdir, exist_ok=True)
    photos.PACKAGES = [PACKAGE]
    photos.fetch(workdir)
    pictures = {name: photograph(workdir, *source) for name, source in PHOTOGRAPHS.items()}
    pictures.update(page=page(), chart=chart())
    for name, picture in pictures.items():
        path = os.path.join(HERE, name + ".png")
        picture.save(path, optimize=True, icc_profile=None)  # The profiles there are sRGB, the default.
        print(f"{name}.png {picture.mode} {picture.width}x{picture.height} {os.path.getsize(path)} bytes")
        if os.path.getsize(path) >= MOST_BYTES:
            raise SystemExit(f"{name}.png is larger than {MOST_BYTES} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
