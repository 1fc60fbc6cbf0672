package content

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"io/fs"
	"sync"
	"time"

	"insider/internal/audio"
	"insider/internal/picture"
)

// view is the content folder during one update: what stands where, and what is known of it.
type view struct {
	folder  *folder
	tree    tree
	facts   *facts
	pending map[string]pending // files still being written: whoever needs one waits
	copies  map[string]entry   // what the bucket holds for episodes
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
