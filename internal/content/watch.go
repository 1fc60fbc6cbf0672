package content

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"insider/internal/content/folder"
)

const (
	lookAfter   = 150 * time.Millisecond // between an event and a look, and between looks while something is changing
	firstLook   = time.Second            // at the whole folder, for what changed since Load; a start has more urgent things to do
	rescan      = 10 * time.Second       // the whole folder, for what no event told
	blindRescan = time.Second            // the same where the system tells of nothing
	retryRescan = 3 * time.Second        // the same while something could not be read, for nothing may tell that it can be now
)

// watcher follows one folder: events say where to look, looks say what counts.
type watcher struct {
	l      *Library
	f      func(*Result)
	notify *fsnotify.Watcher // nil where the system cannot tell
	root   os.FileInfo       // the folder as it was watched
	dirty  map[string]bool   // paths to look at
	all    bool              // look at everything
	stored bool              // look at the bucket
	waits  int               // files that were still changing at the last look
	failed bool              // something could not be read at the last look
	known  map[string]bool   // folders that are watched
	last   *Result
}

// Watch calls f with a new result after each change of the folder that settled, from one goroutine, until ctx ends; then
// it returns nil. Without a folder it only waits. Call it after Load.
func (l *Library) Watch(ctx context.Context, f func(*Result)) error {
	if l.o.Dir == "" {
		<-ctx.Done()
		return nil
	}
	w := &watcher{l: l, f: f, dirty: map[string]bool{}, known: map[string]bool{}}
	w.renew()
	l.mu.Lock()
	w.last = l.loaded
	w.failed = w.last == nil || w.last.isIncomplete()
	if err := w.watchAgain(); err == nil {
		w.watchFolders(l.tree)
	}
	w.watchBucket()
	l.mu.Unlock()
	w.run(ctx)
	w.stop()
	return nil
}

func (w *watcher) run(ctx context.Context) {
	next := time.NewTimer(firstLook)
	defer next.Stop()
	rescanAt := time.Now().Add(firstLook)
	soon := false // next is due for a change, not for a rescan
	for {
		events, failures := w.told()
		select {
		case <-ctx.Done():
			return
		case e := <-events:
			w.note(e)
		case err := <-failures:
			w.all, w.root = true, nil // events were lost
			w.l.o.Log.Warn("watching the content folder", "error", err)
		case <-next.C:
			if now := time.Now(); !now.Before(rescanAt) {
				w.all, rescanAt = true, now.Add(w.untilRescan())
			}
			w.look(ctx)
			if retry := time.Now().Add(retryRescan); w.failed && retry.Before(rescanAt) {
				rescanAt = retry
			}
			if soon = w.isBusy(); soon {
				next.Reset(lookAfter)
			} else {
				next.Reset(time.Until(rescanAt))
			}
			continue
		}
		if !soon && w.isBusy() {
			soon = true
			next.Reset(lookAfter)
		}
	}
}

func (w *watcher) isBusy() bool { return w.all || w.stored || len(w.dirty) > 0 || w.waits > 0 }

func (w *watcher) untilRescan() time.Duration {
	if w.notify == nil {
		return blindRescan
	}
	return rescan
}

// note remembers where an event happened.
func (w *watcher) note(e fsnotify.Event) {
	if e.Op == fsnotify.Chmod || w.noteStored(e) {
		return
	}
	name, err := filepath.Rel(w.l.o.Dir, e.Name)
	if err != nil {
		return
	}
	switch name = filepath.ToSlash(name); {
	case name == ".":
		w.all, w.root = true, nil // another folder may stand in its place, even under the same number
	case strings.HasPrefix(name, "../"):
	case !folder.IsIgnored(filepath.Base(name)):
		w.dirty[name] = true
		if e.Has(fsnotify.Create) {
			delete(w.known, name) // another folder of the same name
		}
	}
}

// look looks where something happened and gives a new result when it differs.
func (w *watcher) look(ctx context.Context) {
	w.l.mu.Lock()
	r, err := w.l.look(ctx, w)
	w.waits = len(w.l.pending)
	w.l.mu.Unlock()
	if err != nil {
		w.all = false
		clear(w.dirty) // the next look at everything sees it
		if ctx.Err() == nil && !w.failed {
			w.l.o.Log.Warn("the content folder cannot be read", "error", folder.Rootless(err))
		}
		w.failed = true
		return
	}
	r = cmp.Or(r, w.last)
	w.failed = r == nil || r.isIncomplete()
	if r == nil || r.Source == nil || r.same(w.last) {
		return
	}
	w.last = r
	w.f(r)
}

// look settles what is seen and updates when something did. The result is nil when nothing changed.
func (l *Library) look(ctx context.Context, w *watcher) (*Result, error) {
	full := w.all
	f, err := w.open()
	if err != nil {
		w.all, w.root = false, nil
		return l.lost(cannotOpen(err))
	}
	defer f.Close()
	seen, err := w.seen(ctx, f)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return l.lost(cannotOpen(err))
		}
		return nil, err
	}
	before := len(l.pending)
	changed := l.accept(seen, full, l.timer())
	again := w.failed // what could not be read is read again
	if full {
		again = again || len(f.Unread) > 0
		l.unread = f.Unread
	}
	w.all = l.isVanishing() || !full && len(f.Unread) > 0
	uploads := (full || w.stored) && l.o.Media != nil
	if w.stored = false; uploads {
		w.watchBucket()
		l.seeCopies(f, changed)
	}
	if len(changed) == 0 && !uploads && (before <= len(l.pending) || !l.isWaiting()) && !(full && again) {
		return nil, nil
	}
	return l.apply(ctx, f, changed)
}

// open opens the folder. Before a look at everything it is watched: another one that comes into its place from then on is told.
func (w *watcher) open() (*folder.Folder, error) {
	if w.all {
		if err := w.watchAgain(); err != nil {
			return nil, err
		}
	}
	return w.l.openFolder()
}

// seen returns what stands now at every path that is dirty, pending or, for a look at everything, different.
func (w *watcher) seen(ctx context.Context, f *folder.Folder) (map[string]folder.Entry, error) {
	seen := map[string]folder.Entry{}
	if w.all {
		t, err := f.Walk(ctx, w.l.tree)
		if err != nil {
			return nil, err
		}
		w.watchFolders(t)
		seen = folder.Differences(w.l.tree, t)
		for _, path := range w.l.facts.Racy() {
			seen[path] = t.At(path)
		}
		w.all = false
	}
	for path := range w.dirty {
		if err := w.seeAt(ctx, f, path, seen); err != nil {
			return nil, err
		}
	}
	clear(w.dirty)
	for path := range w.l.pending {
		if _, ok := seen[path]; !ok {
			if e, err := f.Lstat(path); err == nil {
				seen[path] = e
			}
		}
	}
	return seen, nil
}

// seeAt looks at one path, and below it when it is or was a folder.
func (w *watcher) seeAt(ctx context.Context, f *folder.Folder, path string, seen map[string]folder.Entry) error {
	parent, _ := folder.Split(path)
	if !folder.IsRead(parent) {
		return nil
	}
	e, err := f.Lstat(path)
	if err != nil {
		f.NoteUnread(path, err)
		return nil
	}
	seen[path] = e
	for name := range w.l.tree[path] {
		seen[folder.Join(path, name)] = folder.Entry{}
	}
	if e.Kind != folder.Dir || !folder.IsRead(path) {
		return nil
	}
	w.watchFolder(path) // before it is listed: what comes later is told
	below := folder.Tree{}
	if err := f.List(ctx, path, below, w.l.tree); err != nil {
		return err
	}
	w.watchFolders(below)
	for name, e := range below.All() {
		seen[name] = e
	}
	return nil
}
