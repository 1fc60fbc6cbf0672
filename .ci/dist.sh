#!/bin/bash
# Builds what is published, into dist: static binaries for Linux on amd64 and arm64, each in an archive with licence and
# deploy files, a software bill of materials (CycloneDX) beside each, and SHA256SUMS. The same commit, version and Go give the same
# bytes on every machine. Usage: dist.sh [DIR]
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(realpath -m "${1:-dist}")
version=${VERSION:-$(git describe --tags --always --dirty 2>/dev/null || echo dev)}
moment=@$(git log -1 --format=%ct 2>/dev/null || echo 0) # of the commit: the one time that is the same everywhere
export CGO_ENABLED=0 GOFLAGS="-tags=nomsgpack -buildvcs=false" GOOS=linux GOAMD64=v1 GOARM64=v8.0

bom() { GOOS='' GOARCH='' go run github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0 bin -json -noserial -notimestamp -version "$version" -output "$2" "$1"; }

rm -rf "$out"
mkdir -p "$out"
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
for arch in amd64 arm64; do
	name=insider_${version}_linux_$arch
	mkdir -p "$stage/$name"
	GOARCH=$arch go build -trimpath -ldflags "-s -w -buildid= -X main.version=$version" -o "$stage/$name/insider" ./cmd/insider
	cp -r LICENSE README.md CHANGELOG.md deploy docs "$stage/$name/"
	bom "$stage/$name/insider" "$out/$name.bom.json"
	find "$stage/$name" -exec touch -h -d "$moment" {} +
	chmod -R u=rwX,go=rX "$stage/$name"
	tar -C "$stage" --sort=name --owner=0 --group=0 --numeric-owner --mtime="$moment" -cf - "$name" | gzip -n9 >"$out/$name.tar.gz"
done
cd "$out"
sha256sum -- *.tar.gz *.json >SHA256SUMS
cat SHA256SUMS
