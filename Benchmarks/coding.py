"""One picture through one codec, and what the benchmark commands share."""

import json
import os
import subprocess
import sys

import codecs_table
import processes

# The Debian packages whose versions are put beside the figures.
PACKAGES = ["libjpeg-turbo-progs", "webp", "libopenjp2-tools", "libjxl-tools", "libavif-bin"]


def code(codec, picture, setting, folder):
    """Encodes and decodes; (bytes, Usage of the encoder, Usage of the decoder, path of the decoded picture)."""
    file = os.path.join(folder, "coded." + codec.suffix)
    decoded = os.path.join(folder, "decoded." + codec.decoded)
    for path in (file, decoded):
        if os.path.exists(path):
            os.remove(path)
    encoding = processes.measure(codec.encode(picture, setting, file))
    decoding = processes.measure(codec.decode(file, decoded))
    return os.path.getsize(file), encoding, decoding, decoded


def compare(original, decoded):
    """PSNR, SSIM and MS-SSIM as our tool tells them; equal pictures have 99 dB."""
    command = [codecs_table.PROGRAM, "compare", original, decoded, "--json"]
    told = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    psnr = told["psnr"]
    return {
        "psnr": min(99.0, psnr) if isinstance(psnr, (int, float)) else 99.0,
        "ssim": told["ssim"],
        "msssim": told["msssim"],
    }


def versions():
    """Versions of the peers' packages, as dpkg tells them."""
    command = ["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *PACKAGES]
    lines = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.split("\n")
    return dict(line.split(" ") for line in lines if line)


def chosen(names):
    """{name: Codec} of a comma-separated list; all when there is none."""
    table = codecs_table.CODECS
    unknown = [name for name in (names or "").split(",") if name and name not in table]
    if unknown:
        raise SystemExit(f"no codec {', '.join(unknown)}; there are {', '.join(table)}")
    return {name: table[name] for name in (names.split(",") if names else table)}


def save(out, name, result):
    os.makedirs(out, exist_ok=True)
    path = os.path.join(out, name)
    with open(path, "w", encoding="utf-8") as file:
        if isinstance(result, str):
            file.write(result)
        else:
            json.dump(result, file, indent=1)
            file.write("\n")
    print(f"wrote {path}", file=sys.stderr)
