#!/bin/sh
# Encodes and decodes every sample into out/demo/ and prints a line of figures for each.
set -eu
export LC_ALL=C

codec=.build/release/codec
out=out/demo
mkdir -p "$out"

# number JSON KEY: the number at that key; "inf" where there is none, as in the PSNR of equal pictures.
number() {
  found=$(printf '%s\n' "$1" | sed -n "s/.*\"$2\"[[:space:]]*:[[:space:]]*\([-+.0-9eE]*\).*/\1/p")
  echo "${found:-inf}"
}

printf '%-12s %11s %8s %8s %9s\n' picture size bytes bpp PSNR
for picture in samples/*.png; do
  name=$(basename "$picture" .png)
  encoded=$("$codec" encode "$picture" -o "$out/$name.cdc" --force --quiet --json)
  "$codec" decode "$out/$name.cdc" -o "$out/$name.png" --force --quiet
  compared=$("$codec" compare "$picture" "$out/$name.png" --json)
  printf '%-12s %11s %8d %8.3f %6.2f dB\n' "$name" "$(number "$encoded" width)x$(number "$encoded" height)" \
    "$(number "$encoded" bytes)" "$(number "$encoded" bpp)" "$(number "$compared" psnr)"
done

printf '\n%-12s %11s %8s %8s %9s\n' sound codec bytes kbit/s SNR
# sound NAME CODEC OPTION…: one line.
sound() {
  name=$1
  profile=$2
  shift 2
  encoded=$("$codec" encode "samples/$name.flac" -o "$out/$name-$profile.cdc" "$@" --force --quiet --json)
  "$codec" decode "$out/$name-$profile.cdc" -o "$out/$name-$profile.wav" --force --quiet
  compared=$("$codec" compare "samples/$name.flac" "$out/$name-$profile.wav" --json)
  printf '%-12s %11s %8d %8.1f %6.2f dB\n' "$name" "$profile" "$(number "$encoded" bytes)" \
    "$(number "$encoded" kbps)" "$(number "$compared" snr)"
}
for name in walk waltz; do
  sound $name lossless --lossless
  sound $name fidelity --kbps 64
  sound $name hearing --kbps 64 --tune hearing
  sound $name latent-20x --model latent-20x
done
echo

"$codec" compare samples/sea.png "$out/sea.png" --side-by-side "$out/side-by-side.png" --force
echo "$out/side-by-side.png: sea, original on the left, decoded on the right"
