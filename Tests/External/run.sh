#!/usr/bin/env bash
# Builds a package of its own that depends on this one by a version tag, and runs the README's library example in it.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

git clone --quiet "$root" "$work/codec"
git -C "$work/codec" tag 99.0.0

mkdir -p "$work/example/Sources/example"
cat >"$work/example/Package.swift" <<MANIFEST
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "example",
  dependencies: [.package(url: "file://$work/codec", from: "99.0.0")],
  targets: [
    .executableTarget(name: "example", dependencies: [.product(name: "CodecKit", package: "codec")])
  ]
)
MANIFEST
# The first Swift block of the README.
awk '/^```swift$/ { on = 1; next } /^```$/ { if (on) exit } on' "$root/README.md" \
  >"$work/example/Sources/example/main.swift"

cd "$work/example"
swift build -c release
cd "$root"
result=$("$work/example/.build/release/example")
echo "$result"
case $result in
*true) echo "external package: 1 passed, 0 failed" ;;
*)
  echo "external package: the example printed another result" >&2
  exit 1
  ;;
esac
