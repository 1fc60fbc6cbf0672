package content

import (
	"time"
)

// How long a file must stay the same until it counts: texts are written at once, recordings and whatever is large are copied for a while.
const (
	quietText  = 120 * time.Millisecond
	quietMedia = time.Second
)

// pending is a file that differs from the version that counts and may still be changing.
type pending struct {
	entry entry
	since time.Time
}

func (p pending) isQuiet(path string, now time.Time) bool {
	wait := quietText
	if isRecording(path) || p.entry.Size > wholeBelow {
		wait = quietMedia
	}
	return now.Sub(p.since) >= wait
}

// accept takes into the tree what no longer changes and returns the paths that did; the others stay pending. Nothing is
// taken for removed while more files vanish, nor before everything was looked at, so that a folder being emptied is seen
// as a whole.
func (l *Library) accept(seen map[string]entry, everything bool, now time.Time) (changed map[string]bool) {
	changed = map[string]bool{}
	vanishing := false
	for path, e := range seen {
		p, waits := l.pending[path]
		switch {
		case e == l.tree.at(path):
			delete(l.pending, path)
			if l.facts.isRacy(path) {
				changed[path] = true
			}
		case !waits || p.entry != e:
			l.pending[path] = pending{e, now}
			vanishing = vanishing || e.Kind == absent
		}
	}
	for path, p := range l.pending {
		if !p.isQuiet(path, now) || p.entry.Kind == absent && (vanishing || !everything) {
			continue
		}
		delete(l.pending, path)
		l.tree.set(path, p.entry)
		changed[path] = true
	}
	return changed
}

// isVanishing reports whether a file seems to be gone.
func (l *Library) isVanishing() bool {
	for _, p := range l.pending {
		if p.entry.Kind == absent {
			return true
		}
	}
	return false
}

// isWaiting reports whether a file is not judged because it needs one that was still being written.
func (l *Library) isWaiting() bool {
	if l.show.waiting {
		return true
	}
	for _, s := range l.slots {
		if s.waiting {
			return true
		}
	}
	return false
}
