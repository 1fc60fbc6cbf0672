#!/bin/bash
# Bundles the sources in static/src into the files that pages load: static/css and static/js, or css and js in another folder.
# Every file that stands beside its parts and is named here is a bundle of its own. Usage: bundle.sh [DIR]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
to=$(realpath "${1:-$here}")
cd "$here/src"

# Older browsers than these lack what the styles use (light-dark, :has), so nothing is rewritten for them.
esbuild() { CGO_ENABLED=0 go tool esbuild --bundle --minify --log-level=warning --target=chrome123,firefox128,safari17.5 "$@"; }

esbuild css/site.css css/band.css css/note.css css/press.css css/search.css css/desk.css css/embed.css css/listening.css --external:*.woff2 --outdir="$to/css"
esbuild js/site.js js/story.js js/search.js js/player.js js/embed.js js/listening.js --format=esm --charset=utf8 --outdir="$to/js"
