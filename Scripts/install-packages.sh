#!/bin/sh
# Installs those of the named Debian packages that are missing. Does nothing, and asks for no rights, when none is.
set -eu

if ! command -v dpkg-query >/dev/null 2>&1; then
  echo "No Debian package manager here. These are needed, under whatever names your system has: $*"
  exit 0
fi

missing=""
for package in "$@"; do
  case "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)" in
    *" installed") ;;
    *) missing="$missing $package" ;;
  esac
done
if [ -z "$missing" ]; then
  exit 0
fi

if [ "$(id -u)" -eq 0 ]; then
  as_root=""
elif sudo -n true 2>/dev/null; then
  as_root="sudo -n"
else
  echo "Missing packages:$missing" >&2
  echo "Install them as root: apt-get install$missing" >&2
  exit 1
fi

echo "Installing:$missing"
# Word splitting is wanted: both hold several words or none.
$as_root apt-get update
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
