package scaffold

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

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
