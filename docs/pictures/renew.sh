#!/bin/sh
# Cuts the pictures of this folder out of the photographs of the pages; `make pictures` takes those first. Needs ffmpeg.
# Usage: renew.sh FOLDER
set -eu
from=$1
cd "$(dirname "$0")"
for page in home episode; do
	for scheme in light dark; do
		to=$page-dark.png
		[ $scheme = dark ] || to=$page.png
		ffmpeg -v error -y -i "$from/starter-$page-1280-$scheme.png" -update 1 \
			-vf "crop=1280:1120:0:0,split[a][b];[a]palettegen[p];[b][p]paletteuse=dither=none" "$to"
	done
done
