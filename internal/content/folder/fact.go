package folder

import (
	"sync"
	"time"

	"insider/internal/audio"
	"insider/internal/picture"
)

// Fact is what was learnt of a file by reading it; it holds as long as the file is the same entry.
type Fact struct {
	Entry     Entry
	Hash      string
	Audio     *AudioFact
	Picture   *picture.Info
	Integrity string // sha256 of every byte, "" until it is asked for
	racy      bool   // read so soon after it was written that a later write could look the same
	round     int    // update in which it was learnt: there even a racy fact holds
}

// AudioFact is what the probe found, without tags.
type AudioFact struct {
	Type        string
	Duration    time.Duration
	HeaderBytes int64
	Chapters    []audio.Chapter
	Cover       bool   // it carries a picture
	Source      string // fingerprint of what it is a stamped copy of, "" for any other file
}

// Facts are what is known of files, by path. They are safe for concurrent use.
type Facts struct {
	mu     sync.Mutex
	round  int // number of the update
	byPath map[string]*Fact
	byHash map[string]*Fact // of large files: a moved one is not probed again
	fresh  map[string]bool  // paths that the manifest does not have yet
}

// NewFacts returns what is known before anything was read.
func NewFacts() *Facts {
	return &Facts{byPath: map[string]*Fact{}, byHash: map[string]*Fact{}, fresh: map[string]bool{}}
}

// get returns what is known of the file at path, if it is still e.
func (k *Facts) get(path string, e Entry) *Fact {
	k.mu.Lock()
	defer k.mu.Unlock()
	if f := k.byPath[path]; f != nil && f.Entry == e && (!f.racy || f.round == k.round) {
		return f
	}
	return nil
}

// put remembers a fact. What a probe found goes with the bytes, whatever their path.
func (k *Facts) put(path string, f *Fact) *Fact {
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

// Begin begins an update.
func (k *Facts) Begin() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.round++
}

// IsRacy reports whether the file at path must be read again although it looks the same.
func (k *Facts) IsRacy(path string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	f := k.byPath[path]
	return f != nil && f.racy
}

// Racy returns the paths that must be read again although they look the same.
func (k *Facts) Racy() []string {
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

// Drop forgets what is known of a path.
func (k *Facts) Drop(path string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, ok := k.byPath[path]; ok {
		delete(k.byPath, path)
		k.fresh[path] = true
	}
}

// Recall takes a fact from the manifest.
func (k *Facts) Recall(path string, f *Fact) {
	k.byPath[path] = f
	if f.Audio != nil || f.Picture != nil {
		k.byHash[f.Hash] = f
	}
}

// TakeFresh returns what no manifest has yet, and the paths of which nothing is known any more. A racy fact is none.
func (k *Facts) TakeFresh() (fresh map[string]Fact, gone []string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	fresh = map[string]Fact{}
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

// TakeAll returns everything for a manifest that begins anew.
func (k *Facts) TakeAll() map[string]Fact {
	k.mu.Lock()
	defer k.mu.Unlock()
	all := map[string]Fact{}
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
func isRacyAt(e Entry, now time.Time) bool {
	step := 100 * time.Millisecond
	if e.Mod%int64(time.Second) == 0 {
		step = 2 * time.Second
	}
	return e.Mod == 0 || now.UnixNano()-max(e.Mod, e.Change) < int64(step)
}
