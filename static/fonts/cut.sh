#!/bin/sh
# Fetches the faces from npm and cuts them to what pages and social cards use; `make fonts` calls it. The results are
# committed, so run it only to renew them. Needs npm, pyftsubset and fonttools with brotli (Debian: fonttools,
# python3-brotli).
set -eu
cd "$(dirname "$0")"
here=$(pwd)
cards=$(cd ../../internal/card/fonts && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

unpack() { # name package version
	mkdir "$work/$1"
	(cd "$work/$1" && npm pack --silent "$2@$3" >/dev/null && tar xzf ./*.tgz --strip-components 1)
	cp "$work/$1/LICENSE" "$here/$1.OFL.txt"
}
unpack plate @fontsource/barlow-condensed 5.3.0
unpack text @fontsource/source-serif-4 5.3.1
unpack tag @fontsource-variable/sometype-mono 5.3.0

# In Barlow Condensed an Ø is followed by the gap of a wider cut of the face; its outline fits the width of an O.
narrow_slash() { # font...
	/usr/bin/python3 - "$@" <<-'PY'
	import sys
	from fontTools.ttLib import TTFont
	for name in sys.argv[1:]:
	    font = TTFont(name, recalcTimestamp=False)
	    letters, widths = font.getBestCmap(), font["hmtx"]
	    o, slashed = letters[ord("O")], letters[0xD8]
	    widths[slashed] = widths[o][0], widths[slashed][1]
	    font.save(name)
	PY
}

# Latin-1 and the punctuation of typeset English, Dutch, German and French.
latin=U+0020-007E,U+00A0-00FF,U+0152-0153,U+0160-0161,U+0178,U+017D-017E,U+2013-2014,U+2018-201A,U+201C-201E,U+2022,U+2026,U+2032-2033,U+2039-203A,U+20AC,U+2122,U+2212

cut_face() { # source result features
	pyftsubset "$1" --output-file="$here/$2" --flavor=woff2 --unicodes="$latin" --layout-features="$3" --no-hinting
}
cut_face "$work/plate/files/barlow-condensed-latin-600-normal.woff2" plate-600.woff2 kern,mark
narrow_slash "$here/plate-600.woff2"

# One weight of the variable face is half the bytes of the whole axis.
fonttools varLib.instancer --quiet "$work/tag/files/sometype-mono-latin-wght-normal.woff2" wght=450 -o "$work/tag.ttf"
cut_face "$work/tag.ttf" tag-450.woff2 ''

# Social cards are drawn by the server: Plate and Tag as TrueType, with the accented letters of every Latin script, so that
# names are written as they are. These files are part of the binary and never served.
wide=U+0020-007E,U+00A0-024F,U+02BB-02BC,U+1E00-1EFF,U+2013-2014,U+2018-201E,U+2022,U+2026,U+2032-2033,U+2039-203A,U+20AC,U+2122,U+2212

cut_card() { # result features source...
	result=$1 features=$2
	shift 2
	for source in "$@"; do
		pyftsubset "$source" --output-file="$source.ttf" --unicodes="$wide" --layout-features="$features" --no-hinting --drop-tables+=GSUB,GDEF
		set -- "$@" "$source.ttf"
		shift
	done
	fonttools merge --output-file="$cards/$result.ttf" "$@"
	cp "$here/$result.OFL.txt" "$cards/$result.OFL.txt"
}
plate=$work/plate/files/barlow-condensed
cut_card plate kern "$plate-latin-600-normal.woff2" "$plate-latin-ext-600-normal.woff2" "$plate-vietnamese-600-normal.woff2"
narrow_slash "$cards/plate.ttf"
fonttools varLib.instancer --quiet "$work/tag/files/sometype-mono-latin-ext-wght-normal.woff2" wght=450 -o "$work/tag-ext.ttf"
cut_card tag '' "$work/tag.ttf" "$work/tag-ext.ttf"

# Source Serif stays whole: cut, it would lose what typeset prose needs.
for face in 400-normal 400-italic 600-normal; do
	cp "$work/text/files/source-serif-4-latin-$face.woff2" "$here/text-${face%-normal}.woff2"
done
ls -l "$here" "$cards"
