// Package static carries the files that pages load: style sheets, scripts, icons and faces.
//
// It owns no behaviour: web hashes, compresses and serves the files under /assets. What stands in css and js is bundled from
// the sources in src by bundle.sh ("make assets"); src itself is not part of the binary.
package static

import "embed"

// FS holds css, js, icons and fonts at its root.
//
//go:embed css js icons fonts/*.woff2 fonts/*.txt
var FS embed.FS
