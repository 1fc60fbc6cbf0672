#!/bin/bash
# Builds the binary twice, the second time from a copy of the sources in another folder and without a build cache: the bytes must
# be the same.
set -euo pipefail
cd "$(dirname "$0")/.."
export CGO_ENABLED=0 GOFLAGS="-tags=nomsgpack -buildvcs=false"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
build() { go build -trimpath -ldflags "-s -w -buildid= -X main.version=twice" -o "$1" ./cmd/insider; }

build "$work/first"
mkdir "$work/elsewhere"
tar -cf - --exclude=./.git --exclude=./.tools --exclude=./bin --exclude=./data --exclude=./dist . | tar -xf - -C "$work/elsewhere"
(cd "$work/elsewhere" && GOCACHE=$work/cache build "$work/second")
cmp "$work/first" "$work/second"
echo "the same bytes twice: $(sha256sum <"$work/first" | cut -c1-16)..."
