#!/bin/bash
# gofmt, go vet and staticcheck, the last one pinned and built into .tools.
set -euo pipefail
cd "$(dirname "$0")/.."
export CGO_ENABLED=0 GOFLAGS="-tags=nomsgpack -buildvcs=false"
version=v0.8.2

unformatted=$(gofmt -l cmd content internal static templates)
[ -z "$unformatted" ] || { printf 'gofmt would change:\n%s\n' "$unformatted"; exit 1; }
go vet ./...
if [ ! -x ".tools/staticcheck-$version" ]; then
	GOBIN="$PWD/.tools" GOFLAGS=-buildvcs=false go install "honnef.co/go/tools/cmd/staticcheck@$version"
	mv .tools/staticcheck ".tools/staticcheck-$version"
fi
".tools/staticcheck-$version" ./...
