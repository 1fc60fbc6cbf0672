package content

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/fsnotify/fsnotify"

	"insider/internal/content/folder"
)

// renew begins to be told of changes, by a watcher that knows of no folder yet.
func (w *watcher) renew() {
	w.stop()
	clear(w.known)
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		w.l.o.Log.Warn("the system tells of no changes; the content folder is looked at every second", "error", err)
		return
	}
	w.notify = notify
}

func (w *watcher) stop() {
	if w.notify != nil {
		_ = w.notify.Close() // its only error is that of a file descriptor that is gone
		w.notify = nil
	}
}

// told returns the channels of the watcher of now; they are nil, and never ready, when there is none.
func (w *watcher) told() (chan fsnotify.Event, chan error) {
	if w.notify == nil {
		return nil, nil
	}
	return w.notify.Events, w.notify.Errors
}

// watchAgain watches the folder and its parent, anew when another folder stands in its place.
func (w *watcher) watchAgain() error {
	info, err := os.Stat(w.l.o.Dir)
	if err != nil {
		w.root = nil
		return err
	}
	if w.root != nil && os.SameFile(w.root, info) {
		return nil
	}
	w.renew()
	w.root = info
	w.watchFolder("..")
	w.watchFolder(".")
	return nil
}

func (w *watcher) watchFolders(t folder.Tree) {
	for folder := range t {
		w.watchFolder(folder)
	}
}

// watchFolder has events of a folder told. A folder that cannot be watched is seen by the next rescan.
func (w *watcher) watchFolder(folder string) {
	w.watchAt(folder, filepath.Join(w.l.o.Dir, filepath.FromSlash(folder)))
}

// watchAt has events of the folder at a path told, by its name on this machine.
func (w *watcher) watchAt(path, name string) {
	if w.notify == nil || w.known[path] {
		return
	}
	err := w.notify.Add(name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return // the latter is told as a mistake
	}
	if err != nil {
		w.l.o.Log.Warn("the system tells of no more folders; changes may be seen late", "folder", path, "error", folder.Rootless(err))
		return
	}
	w.known[path] = true
}
