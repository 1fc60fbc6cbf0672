package content

import (
	"time"

	"insider/internal/content/folder"
	"insider/internal/content/parse"
)

// How long a file must stay the same until it counts: texts are written at once, recordings and whatever is large are copied for a while.
const (
	quietText  = 120 * time.Millisecond
	quietMedia = time.Second
)

// isQuiet reports whether the file at a path has stayed the same for long enough.
func isQuiet(path string, p folder.Pending, now time.Time) bool {
	wait := quietText
	if parse.IsRecording(path) || p.Entry.Size > folder.WholeBelow {
		wait = quietMedia
	}
	return now.Sub(p.Since) >= wait
}

// accept takes into the tree what no longer changes and returns the paths that did; the others stay pending. Nothing is
// taken for removed while more files vanish, nor before everything was looked at, so that a folder being emptied is seen
// as a whole.
func (l *Library) accept(seen map[string]folder.Entry, everything bool, now time.Time) (changed map[string]bool) {
	changed = map[string]bool{}
	vanishing := false
	for path, e := range seen {
		p, waits := l.pending[path]
		switch {
		case e == l.tree.At(path):
			delete(l.pending, path)
			if l.facts.IsRacy(path) {
				changed[path] = true
			}
		case !waits || p.Entry != e:
			l.pending[path] = folder.Pending{Entry: e, Since: now}
			vanishing = vanishing || e.Kind == folder.Absent
		}
	}
	for path, p := range l.pending {
		if !isQuiet(path, p, now) || p.Entry.Kind == folder.Absent && (vanishing || !everything) {
			continue
		}
		delete(l.pending, path)
		if p.Entry.Kind != folder.Dir {
			for name := range l.tree[path] {
				changed[folder.Join(path, name)] = true // what was in a folder goes with it
			}
		}
		l.tree.Set(path, p.Entry)
		changed[path] = true
	}
	return changed
}

// isVanishing reports whether a file seems to be gone.
func (l *Library) isVanishing() bool {
	for _, p := range l.pending {
		if p.Entry.Kind == folder.Absent {
			return true
		}
	}
	return false
}

// isWaiting reports whether a file is not judged because it needs one that was still being written.
func (l *Library) isWaiting() bool {
	for s := range l.every() {
		if s.waiting {
			return true
		}
	}
	return false
}
