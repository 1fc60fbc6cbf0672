package content

import (
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/fsnotify/fsnotify"

	"insider/internal/content/folder"
	"insider/internal/show"
)

// watchBucket has changes of stored copies told: of the bucket's folder for episodes and of every folder in it.
func (w *watcher) watchBucket() {
	if w.l.o.Bucket == "" || w.notify == nil {
		return
	}
	w.watchStored(".")
	w.watchStored(string(show.Episodes))
	items, err := os.ReadDir(filepath.Join(w.l.o.Bucket, string(show.Episodes)))
	if err != nil {
		return // no copies yet
	}
	for _, item := range items {
		if item.IsDir() {
			w.watchStored(path.Join(string(show.Episodes), item.Name()))
		}
	}
}

func (w *watcher) watchStored(below string) {
	w.watchAt(folder.MediaPrefix+below, filepath.Join(w.l.o.Bucket, filepath.FromSlash(below)))
}

// noteStored remembers that something happened in the bucket, and reports whether it was there.
func (w *watcher) noteStored(e fsnotify.Event) bool {
	if w.l.o.Bucket == "" {
		return false
	}
	name, err := filepath.Rel(w.l.o.Bucket, e.Name)
	if name = filepath.ToSlash(name); err != nil || strings.HasPrefix(name, "../") {
		return false
	}
	w.stored = true
	if e.Has(fsnotify.Create) || e.Has(fsnotify.Remove) {
		delete(w.known, folder.MediaPrefix+name) // another folder of the same name
	}
	return true
}
