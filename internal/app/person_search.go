package app

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"

	"insider/internal/config"
	"insider/internal/person"
)

// A running server is given so long to take erased stories out of its search, and is looked at so often.
const (
	searchPatience = 10 * time.Second
	searchLook     = 100 * time.Millisecond
)

// searchForgot waits until no byte of the search index names the page of a story that was erased, so that nothing is found
// when the command has ended. It reports whether that is so.
func searchForgot(ctx context.Context, c *config.Config, stories []person.Story) bool {
	var pages [][]byte
	for _, s := range stories {
		if s.Slug != "" {
			pages = append(pages, []byte("/stories/"+s.Slug))
		}
	}
	for deadline := time.Now().Add(searchPatience); searchNames(c, pages); {
		select {
		case <-ctx.Done():
			return false
		case <-time.After(searchLook):
		}
		if time.Now().After(deadline) {
			return false
		}
	}
	return true
}

// searchNames reports whether the index, or the log beside it, holds one of the addresses.
func searchNames(c *config.Config, pages [][]byte) bool {
	if len(pages) == 0 {
		return false
	}
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(filepath.Join(c.Data, searchFile+suffix))
		if err == nil && slices.ContainsFunc(pages, func(page []byte) bool { return bytes.Contains(data, page) }) {
			return true
		}
	}
	return false
}
