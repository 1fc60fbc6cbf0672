package scaffold

import "time"

// Item is what to begin.
type Item struct {
	Kind  string // "episode", "article", "page" or "person"
	Title string // a person's name
	Audio string // for an episode: a file to copy beside it, or ""
}

// New writes a valid file for the item into the content folder dir and returns the files it wrote, as paths that begin
// with dir. It never overwrites. An empty dir is the read-only show in the binary. Errors are faults with a sentence
// that says what to do.
func New(dir string, item Item, now time.Time) (written []string, err error) {
	return nil, nil
}
