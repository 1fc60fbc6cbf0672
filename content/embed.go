// Package content holds the show that ships inside the binary.
//
// It owns files only; package internal/content reads them. Another show is served with --content DIR.
package content

import "embed"

// FS is the show that ships: show.yaml at its top, then the folders of the content format.
//
//go:embed show.yaml cover.jpg all:articles all:episodes all:pages all:people
var FS embed.FS
