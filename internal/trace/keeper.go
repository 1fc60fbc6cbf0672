package trace

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"insider/internal/derived"
	"insider/internal/show"
)

// Keeper gives the traces of episodes. A transcript is read once: its trace is kept in memory, for those that are asked for
// often, and in a folder, for the next start. It is safe for concurrent use.
type Keeper struct {
	folder *derived.Folder
	recent recent
}

// NewKeeper returns a keeper over a folder.
func NewKeeper(folder *derived.Folder) *Keeper { return &Keeper{folder: folder} }

// Of returns the trace of an episode's main transcript, nil when it has none, nobody is named in it, or it cannot be read.
// The caller must not change it. A nil keeper makes each trace anew.
func (k *Keeper) Of(s *show.Show, ep *show.Episode) *Trace {
	i := ep.MainTranscript(s)
	if i < 0 {
		return nil
	}
	script := ep.Transcripts[i]
	read := func() (*Trace, error) {
		cues, err := script.Script.Cues()
		if err != nil {
			return nil, err
		}
		return Of(s, ep, cues), nil
	}
	if k == nil {
		t, _ := read() // nil when it cannot be read
		return t
	}
	return k.remembered(keyOf(s, ep, script.File.Hash), read)
}

func (k *Keeper) remembered(key string, read func() (*Trace, error)) *Trace {
	if t, ok := k.recent.get(key); ok {
		return t
	}
	t, err := k.kept(key, read)
	if err != nil {
		return nil
	}
	k.recent.put(key, t)
	return t
}

// maxKept is far more than a trace takes.
const maxKept = 64 << 10

// kept returns a trace from the folder, where it is kept once it was made. One that a crash left broken is made again.
func (k *Keeper) kept(key string, read func() (*Trace, error)) (*Trace, error) {
	file, err := k.folder.Open(context.Background(), key+".json", func() ([]byte, error) {
		t, err := read()
		if err != nil {
			return nil, err
		}
		return json.Marshal(t)
	})
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxKept))
	if err != nil {
		return nil, err
	}
	var t *Trace
	if json.Unmarshal(data, &t) != nil || t != nil && !t.sound() {
		return read()
	}
	return t, nil
}

// sound reports whether a trace can be drawn.
func (t *Trace) sound() bool {
	return t.Length > 0 && len(t.Bins) == bins(t.Length) && len(t.Voices) > 0
}

// method is raised when the same transcript gives another trace than before.
const method = 1

// keyOf is the name of a trace: the hash of all that it is made from.
func keyOf(s *show.Show, ep *show.Episode, transcript string) string {
	h := sha256.New() // takes everything that is written to it
	fmt.Fprintln(h, method, transcript, int64(ep.Audio.Duration))
	for _, p := range s.Hosts {
		fmt.Fprintf(h, "host %q %q\n", p.Slug, p.Name)
	}
	for _, label := range slices.Sorted(maps.Keys(ep.Voices)) {
		voice := ep.Voices[label]
		fmt.Fprintf(h, "voice %q %d", label, voice.Pen)
		if p := voice.Person; p != nil {
			fmt.Fprintf(h, " %q %q", p.Slug, p.Name)
		}
		fmt.Fprintln(h)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
