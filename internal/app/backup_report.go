package app

import (
	"fmt"

	"insider/internal/archive"
)

// BackedUp tells what a backup holds.
type BackedUp struct{ Lines []string }

// backedUp words what a backup holds, and what it was asked to leave out.
func backedUp(file string, m *archive.Manifest) *BackedUp {
	content := plural(m.ContentFiles(), "file", "files") + " of content"
	if m.Content == archive.ContentProgram {
		content = "no content (the show is the one in the program)"
	}
	if file == "-" {
		file = "to standard output"
	}
	r := &BackedUp{Lines: []string{
		fmt.Sprintf("Wrote %s: %d rows of %s, %s, %s of the bucket.", file, m.RowCount(), plural(len(m.Rows), "table", "tables"), content, plural(m.BucketFiles(), "file", "files")),
	}}
	if len(m.Missing) > 0 {
		r.Lines = append(r.Lines, fmt.Sprintf("Left out as asked, and missing after a restore: %s of media, %s:", plural(len(m.Missing), "file", "files"), size(m.MissingBytes())))
		for _, x := range m.Missing {
			r.Lines = append(r.Lines, fmt.Sprintf("  %s (%s)", x.Name, size(x.Bytes)))
		}
	}
	return r
}
