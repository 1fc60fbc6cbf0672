package content

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"io/fs"
	"net/url"
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

// takeFresh adds to a batch what no manifest has yet. A racy fact is none.
func (k *facts) takeFresh(c *change) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for path := range k.fresh {
		if f := k.byPath[path]; f != nil && !f.racy {
			c.Facts[path] = *f
		} else {
			c.GoneFacts = append(c.GoneFacts, path)
		}
	}
	clear(k.fresh)
}

// all adds everything to a batch that begins anew.
func (k *facts) all(c *change) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for path, f := range k.byPath {
		if !f.racy {
			c.Facts[path] = *f
		}
	}
	clear(k.fresh)
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

// view is the content folder during one update: what stands where, and what is known of it.
type view struct {
	folder  *folder
	tree    tree
	facts   *facts
	pending map[string]pending // files still being written: whoever needs one waits
	kept    *keeper            // nil keeps nothing
	copies  map[string]entry   // what the bucket holds for episodes

	guid, showGUID func() string // what to propose to an author
	base           *url.URL      // public address, nil when it is not known
}

var (
	errAbsent  = errors.New("not there")
	errPending = errors.New("still being written")
)

// entry returns what stands at a path.
func (v *view) entry(path string) (entry, error) {
	if _, ok := v.pending[path]; ok {
		return entry{}, errPending
	}
	e := v.tree.at(path)
	if len(path) > 0 && path[0] == '/' {
		var err error
		if e, err = v.folder.lstat(path); err != nil {
			return entry{}, err
		}
	}
	if e.Kind != plain {
		return entry{}, errAbsent
	}
	return e, nil
}

// text returns the bytes of a text file of at most limit bytes; a larger one comes back with one byte too many.
func (v *view) text(path string, limit int64) ([]byte, *fact, error) {
	e, err := v.entry(path)
	if err != nil {
		return nil, nil, err
	}
	now := time.Now()
	file, err := v.folder.open(path)
	if err != nil {
		return nil, nil, vanished(err)
	}
	defer file.Close()
	buffer := bytes.NewBuffer(make([]byte, 0, min(e.Size, limit)+bytes.MinRead))
	if _, err := buffer.ReadFrom(io.LimitReader(file, limit+1)); err != nil {
		return nil, nil, err
	}
	f := &fact{Entry: e, Hash: hashBytes(buffer.Bytes()), racy: isRacyAt(e, now)}
	if int64(buffer.Len()) <= limit {
		f = v.facts.put(path, f)
	}
	return buffer.Bytes(), f, nil
}

// fact returns the fingerprint of the file at a path.
func (v *view) fact(path string) (*fact, error) {
	return v.learn(path, nil, func(*fact) bool { return true })
}

func vanished(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return errAbsent
	}
	return err
}

// audio probes an audio file, once for the same bytes.
func (v *view) audio(path string) (*fact, error) {
	probe := func(r io.ReaderAt, f *fact) error {
		info, err := audio.Probe(r, f.Entry.Size)
		if err == nil {
			f.Audio = &audioFact{info.Type, info.Duration, info.HeaderBytes, info.Chapters, info.Picture != nil, info.Source}
		}
		return err
	}
	return v.learn(path, probe, func(f *fact) bool { return f.Audio != nil })
}

// picture probes a picture, once for the same bytes.
func (v *view) picture(path string) (*fact, error) {
	probe := func(r io.ReaderAt, f *fact) error {
		info, err := picture.Probe(io.NewSectionReader(r, 0, f.Entry.Size))
		if err == nil {
			f.Picture = &info
		}
		return err
	}
	return v.learn(path, probe, func(f *fact) bool { return f.Picture != nil })
}

// integrity hashes every byte of a file, as Subresource Integrity writes it.
func (v *view) integrity(path string) (*fact, error) {
	whole := func(r io.ReaderAt, f *fact) error {
		h := sha256.New()
		_, err := io.Copy(h, io.NewSectionReader(r, 0, f.Entry.Size))
		f.Integrity = "sha256-" + base64.StdEncoding.EncodeToString(h.Sum(nil))
		return err
	}
	return v.learn(path, whole, func(f *fact) bool { return f.Integrity != "" })
}

// learn returns what is known of a file, after its fingerprint was taken and probe looked into it where enough says that
// more is to be known. A small file is read once for both.
func (v *view) learn(path string, probe func(io.ReaderAt, *fact) error, enough func(*fact) bool) (*fact, error) {
	e, err := v.entry(path)
	if err != nil {
		return nil, err
	}
	known := v.facts.get(path, e)
	if known != nil && enough(known) {
		return known, nil
	}
	now := time.Now()
	file, err := v.folder.open(path)
	if err != nil {
		return nil, vanished(err)
	}
	defer file.Close()
	var source io.ReaderAt = file
	hash := ""
	if e.Size <= wholeBelow {
		buffer := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(buffer)
		buffer.Reset()
		n, err := buffer.ReadFrom(io.LimitReader(file, e.Size))
		if err != nil || n != e.Size {
			return nil, cmp.Or(err, io.ErrUnexpectedEOF)
		}
		source, hash = bytes.NewReader(buffer.Bytes()), hashBytes(buffer.Bytes())
	}
	if known == nil {
		if hash == "" {
			if hash, err = fingerprint(file, e.Size); err != nil {
				return nil, err
			}
		}
		known = v.facts.put(path, &fact{Entry: e, Hash: hash, racy: isRacyAt(e, now)})
	}
	if enough(known) {
		return known, nil
	}
	learnt := *known
	if err := probe(source, &learnt); err != nil {
		return nil, err
	}
	return v.facts.put(path, &learnt), nil
}

// buffers are for files that are read wholly and not kept.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}
