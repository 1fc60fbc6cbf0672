package content

import (
	"sync"
	"time"

	"insider/internal/audio"
	"insider/internal/picture"
)

// fact is what was learnt of a file by reading it; it holds as long as the file is the same entry.
type fact struct {
	Entry     entry
	Hash      string
	Audio     *audioFact
	Picture   *picture.Info
	Integrity string // sha256 of every byte, "" until it is asked for
	racy      bool   // read so soon after it was written that a later write could look the same
	round     int    // update in which it was learnt: there even a racy fact holds
}

// audioFact is what the probe found, without tags.
type audioFact struct {
	Type        string
	Duration    time.Duration
	HeaderBytes int64
	Chapters    []audio.Chapter
	Cover       bool   // it carries a picture
	Source      string // fingerprint of what it is a stamped copy of, "" for any other file
}

// facts are what is known of files, by path. They are safe for concurrent use.
type facts struct {
	mu     sync.Mutex
	round  int // number of the update
	byPath map[string]*fact
	byHash map[string]*fact // of large files: a moved one is not probed again
	fresh  map[string]bool  // paths that the manifest does not have yet
}

func newFacts() *facts {
	return &facts{byPath: map[string]*fact{}, byHash: map[string]*fact{}, fresh: map[string]bool{}}
}

// get returns what is known of the file at path, if it is still e.
func (k *facts) get(path string, e entry) *fact {
	k.mu.Lock()
	defer k.mu.Unlock()
	if f := k.byPath[path]; f != nil && f.Entry == e && (!f.racy || f.round == k.round) {
		return f
	}
	return nil
}

// put remembers a fact. What a probe found goes with the bytes, whatever their path.
func (k *facts) put(path string, f *fact) *fact {
	k.mu.Lock()
	defer k.mu.Unlock()
	if old := k.byHash[f.Hash]; old != nil && f.Audio == nil && f.Picture == nil {
		f.Audio, f.Picture = old.Audio, old.Picture
	}
	if f.Audio != nil || f.Picture != nil {
		k.byHash[f.Hash] = f
	}
	f.round = k.round
	k.byPath[path] = f
	k.fresh[path] = true
	return f
}

// begin begins an update.
func (k *facts) begin() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.round++
}

// isRacy reports whether the file at path must be read again although it looks the same.
func (k *facts) isRacy(path string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	f := k.byPath[path]
	return f != nil && f.racy
}

// racy returns the paths that must be read again although they look the same.
func (k *facts) racy() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var out []string
	for path, f := range k.byPath {
		if f.racy {
			out = append(out, path)
		}
	}
	return out
}

func (k *facts) drop(path string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, ok := k.byPath[path]; ok {
		delete(k.byPath, path)
		k.fresh[path] = true
	}
}

// recall takes a fact from the manifest.
func (k *facts) recall(path string, f *fact) {
	k.byPath[path] = f
	if f.Audio != nil || f.Picture != nil {
		k.byHash[f.Hash] = f
	}
}

// takeFresh returns what no manifest has yet, and the paths of which nothing is known any more. A racy fact is none.
func (k *facts) takeFresh() (fresh map[string]fact, gone []string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	fresh = map[string]fact{}
	for path := range k.fresh {
		if f := k.byPath[path]; f != nil && !f.racy {
			fresh[path] = *f
		} else {
			gone = append(gone, path)
		}
	}
	clear(k.fresh)
	return fresh, gone
}

// takeAll returns everything for a manifest that begins anew.
func (k *facts) takeAll() map[string]fact {
	k.mu.Lock()
	defer k.mu.Unlock()
	all := map[string]fact{}
	for path, f := range k.byPath {
		if !f.racy {
			all[path] = *f
		}
	}
	clear(k.fresh)
	return all
}

// isRacyAt reports whether a write after now could leave the same times: within one step of the file system's clock, which
// is two seconds where times are whole seconds.
func isRacyAt(e entry, now time.Time) bool {
	step := 100 * time.Millisecond
	if e.Mod%int64(time.Second) == 0 {
		step = 2 * time.Second
	}
	return e.Mod == 0 || now.UnixNano()-max(e.Mod, e.Change) < int64(step)
}
