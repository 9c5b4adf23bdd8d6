#!/usr/bin/env bash
# Installs Python/ with pip in an environment of its own and tests it beside the given program. PYTHON: another python3.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
tool=$(realpath "${1:?the path of codec}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "$root/Python"
# From another folder, so that what was installed is tested and not the source.
cd "$work"
CODEC=$tool REPOSITORY=$root "$work/venv/bin/python" -m unittest discover -s "$root/Python/tests"
