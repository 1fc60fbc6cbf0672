package scaffold

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// reserved are the first segments of addresses that the site itself has; a page cannot have one of them.
var reserved = set("episodes", "articles", "stories", "letters", "topics", "seasons", "people", "search", "subscribe", "media",
	"assets", "embed", "oembed", "healthz", "readyz", "metrics", "desk")

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

var datePrefix = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}-`)

// findSlug returns the path of the file or folder in place that has the slug already, or "".
func findSlug(dir, place, slug string) (string, error) {
	entries, err := os.ReadDir(filepath.Join(dir, place))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	for _, e := range entries {
		name := datePrefix.ReplaceAllString(strings.TrimSuffix(e.Name(), ".md"), "")
		if name == slug {
			return filepath.Join(dir, place, e.Name()), nil
		}
	}
	return "", err
}
