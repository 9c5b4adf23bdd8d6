#!/usr/bin/env bash
# Tests the Spark job with the given program. PySpark, half a gigabyte, is installed once, in .build-spark. PYTHON: another python3.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
tool=$(realpath "${1:?the path of codec}")
venv=$root/.build-spark/venv

if ! "$venv/bin/python" -c 'import pyspark' 2>/dev/null; then
  "${PYTHON:-python3}" -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check 'pyspark>=4.0,<5'
fi
CODEC=$tool "$venv/bin/python" -m unittest discover -v -s "$root/Python/spark/tests"
