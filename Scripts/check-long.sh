#!/bin/sh
# Fails and names the files when a source file under the given folders has more than 300 lines.
set -eu

most=300
long=$(find "$@" -type f \( -name '*.swift' -o -name '*.c' -o -name '*.h' -o -name '*.py' -o -name '*.sh' \) \
  -exec awk -v most="$most" 'FNR == most + 1 { print FILENAME }' {} +)
if [ -n "$long" ]; then
  echo "More than $most lines:" >&2
  echo "$long" >&2
  exit 1
fi
