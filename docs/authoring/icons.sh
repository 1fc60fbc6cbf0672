#!/bin/sh
# Draws the icons of the manifest and of home screens from the mark: static/icons/touch-180.png, icon-192.png, icon-512.png and
# maskable-512.png, in which the mark keeps within the circle that any mask leaves.
# Needs chromium and ffmpeg.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The mark as in templates/parts/mark.html, in the colours of the dark theme, on the band.
draw() { # name side share
	cat >"$work/icon.svg" <<SVG
<svg xmlns="http://www.w3.org/2000/svg" width="$2" height="$2" viewBox="-24 -24 48 48" fill="none">
<path d="M-24-24h48v48h-48z" fill="#17211e"/>
<g transform="scale($3) translate(-24 -24)">
<path d="M1.5 1.5h45v45h-45z" stroke="#f3f3ec" stroke-width="2.5"/>
<circle cx="24" cy="24" r="22.5" stroke="#f3f3ec" stroke-width="2.5"/>
<path d="M2 24h8.5v-9H21v9h3" stroke="#66c9d3" stroke-width="4"/>
<path d="M24 24c5 0 4.5 11 9.5 11S38 24 46 24" stroke="#ff8d55" stroke-width="4"/>
</g>
</svg>
SVG
	chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
		--disable-component-update --disable-sync --user-data-dir="$work/profile" --force-device-scale-factor=1 \
		--hide-scrollbars --window-size=600,600 --screenshot="$work/icon.png" "file://$work/icon.svg" >"$work/log" 2>&1 ||
		{ cat "$work/log" >&2; exit 1; }
	ffmpeg -v error -y -i "$work/icon.png" -map_metadata -1 -flags +bitexact \
		-vf "crop=$2:$2:0:0,split[a][b];[a]palettegen=max_colors=32:reserve_transparent=0[p];[b][p]paletteuse=dither=none" "$root/static/icons/$1-$2.png"
	echo "static/icons/$1-$2.png: $(wc -c <"$root/static/icons/$1-$2.png") bytes"
}
draw touch 180 .8
draw icon 192 .8
draw icon 512 .8
draw maskable 512 .54
