package parse

import (
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"insider/internal/content/folder"
	"insider/internal/show"
)

// SourceOf says what a path is the source of; ok is false when it is none: an asset, or nothing that is read.
func SourceOf(name string) (kind show.Kind, slug string, ok bool) {
	parts := strings.Split(name, "/")
	if len(parts) < 2 || !utf8.ValidString(name) || !slices.Contains(folder.Kinds, show.Kind(parts[0])) {
		return "", "", false
	}
	kind = show.Kind(parts[0])
	switch {
	case len(parts) == 2 && path.Ext(parts[1]) == ".md":
		return kind, slugOf(strings.TrimSuffix(parts[1], ".md")), true
	case len(parts) == 3 && parts[2] == "index.md":
		return kind, slugOf(parts[1]), true
	}
	return "", "", false
}
