#!/bin/sh
# Draws content/cover.jpg, 3000x3000 and below 500 KB, from cover.html; and, without a name and 1400x1400, the cover that
# "insider init" writes.
# Needs chromium and ffmpeg. The face is the cut one that the site serves; FONT=file.woff2 names another.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
font=${FONT:-$(find "$root/static/fonts" -iname 'plate-600.woff2' | sort | head -n 1)}
[ -f "$font" ] || { echo "cover.sh: no Barlow Condensed 600 in static/fonts; name one with FONT=" >&2; exit 1; }
font=$(cd "$(dirname "$font")" && pwd)/$(basename "$font")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
picture() { # page.html out.png
	chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
		--disable-component-update --disable-sync --allow-file-access-from-files --user-data-dir="$work/profile" \
		--force-device-scale-factor=1 --hide-scrollbars --window-size=3000,3000 --virtual-time-budget=5000 \
		--screenshot="$2" "file://$1" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
}
sed "s|FONT|file://$font|" "$here/cover.html" >"$work/cover.html"
picture "$work/cover.html" "$work/cover.png"
ffmpeg -v error -y -i "$work/cover.png" -map_metadata -1 -flags +bitexact -vf "crop=3000:3000:0:0,format=yuvj444p" -q:v 3 "$work/cover.jpg"
# ffmpeg writes no JFIF header; directories ask for 72 dpi.
{
	printf '\377\330\377\340\000\020JFIF\000\001\001\001\000\110\000\110\000\000'
	tail -c +3 "$work/cover.jpg"
} >"$root/content/cover.jpg"
size=$(wc -c <"$root/content/cover.jpg")
[ "$size" -lt 500000 ] || { echo "cover.sh: the cover has $size bytes, 500000 are allowed" >&2; exit 1; }
echo "content/cover.jpg: $size bytes"

sed '/<text/d' "$work/cover.html" >"$work/nameless.html"
picture "$work/nameless.html" "$work/nameless.png"
ffmpeg -v error -y -i "$work/nameless.png" -map_metadata -1 -flags +bitexact \
	-vf "scale=1400:1400:flags=area,split[a][b];[a]palettegen=max_colors=16[p];[b][p]paletteuse=dither=none" \
	"$root/internal/scaffold/files/first/cover.png"
echo "cover.png of init: $(wc -c <"$root/internal/scaffold/files/first/cover.png") bytes"
