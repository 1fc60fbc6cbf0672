package folder

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"io/fs"
	"time"

	"insider/internal/audio"
	"insider/internal/picture"
)

// View is the content folder during one update: what stands where, and what is known of it.
type View struct {
	Folder  *Folder
	Tree    Tree
	Facts   *Facts
	Pending map[string]Pending // files still being written: whoever needs one waits
	Copies  map[string]Entry   // what the bucket holds for episodes
}

// Pending is a file that differs from the version that counts and may still be changing.
type Pending struct {
	Entry Entry
	Since time.Time
}

// Why a file cannot be read just now.
var (
	ErrAbsent  = errors.New("not there")
	ErrPending = errors.New("still being written")
)

// Entry returns what stands at a path.
func (v *View) Entry(path string) (Entry, error) {
	if _, ok := v.Pending[path]; ok {
		return Entry{}, ErrPending
	}
	e := v.Tree.At(path)
	if len(path) > 0 && path[0] == '/' {
		var err error
		if e, err = v.Folder.Lstat(path); err != nil {
			return Entry{}, err
		}
	}
	if e.Kind != Plain {
		return Entry{}, ErrAbsent
	}
	return e, nil
}

// Text returns the bytes of a text file of at most limit bytes; a larger one comes back with one byte too many.
func (v *View) Text(path string, limit int64) ([]byte, *Fact, error) {
	e, err := v.Entry(path)
	if err != nil {
		return nil, nil, err
	}
	now := time.Now()
	file, err := v.Folder.open(path)
	if err != nil {
		return nil, nil, vanished(err)
	}
	defer file.Close()
	buffer := bytes.NewBuffer(make([]byte, 0, min(e.Size, limit)+bytes.MinRead))
	if _, err := buffer.ReadFrom(io.LimitReader(file, limit+1)); err != nil {
		return nil, nil, err
	}
	f := &Fact{Entry: e, Hash: HashBytes(buffer.Bytes()), racy: isRacyAt(e, now)}
	if int64(buffer.Len()) <= limit {
		f = v.Facts.put(path, f)
	}
	return buffer.Bytes(), f, nil
}

// Fact returns the fingerprint of the file at a path.
func (v *View) Fact(path string) (*Fact, error) {
	return v.learn(path, nil, func(*Fact) bool { return true })
}

func vanished(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return ErrAbsent
	}
	return err
}

// Audio probes an audio file, once for the same bytes.
func (v *View) Audio(path string) (*Fact, error) {
	probe := func(r io.ReaderAt, f *Fact) error {
		info, err := audio.Probe(r, f.Entry.Size)
		if err == nil {
			f.Audio = &AudioFact{info.Type, info.Duration, info.HeaderBytes, info.Chapters, info.Picture != nil, info.Source}
		}
		return err
	}
	return v.learn(path, probe, func(f *Fact) bool { return f.Audio != nil })
}

// Picture probes a picture, once for the same bytes.
func (v *View) Picture(path string) (*Fact, error) {
	probe := func(r io.ReaderAt, f *Fact) error {
		info, err := picture.Probe(io.NewSectionReader(r, 0, f.Entry.Size))
		if err == nil {
			f.Picture = &info
		}
		return err
	}
	return v.learn(path, probe, func(f *Fact) bool { return f.Picture != nil })
}

// Integrity hashes every byte of a file, as Subresource Integrity writes it.
func (v *View) Integrity(path string) (*Fact, error) {
	whole := func(r io.ReaderAt, f *Fact) error {
		h := sha256.New()
		_, err := io.Copy(h, io.NewSectionReader(r, 0, f.Entry.Size))
		f.Integrity = "sha256-" + base64.StdEncoding.EncodeToString(h.Sum(nil))
		return err
	}
	return v.learn(path, whole, func(f *Fact) bool { return f.Integrity != "" })
}

// learn returns what is known of a file, after its fingerprint was taken and probe looked into it where enough says that
// more is to be known.
func (v *View) learn(path string, probe func(io.ReaderAt, *Fact) error, enough func(*Fact) bool) (*Fact, error) {
	e, err := v.Entry(path)
	if err != nil {
		return nil, err
	}
	known := v.Facts.get(path, e)
	if known != nil && enough(known) {
		return known, nil
	}
	now := time.Now()
	file, err := v.Folder.open(path)
	if err != nil {
		return nil, vanished(err)
	}
	defer file.Close()
	read, err := readingOf(file, e.Size)
	if err != nil {
		return nil, err
	}
	defer read.release()
	if known == nil {
		hash, err := read.fingerprint()
		if err != nil {
			return nil, err
		}
		known = v.Facts.put(path, &Fact{Entry: e, Hash: hash, racy: isRacyAt(e, now)})
	}
	if enough(known) {
		return known, nil
	}
	learnt := *known
	if err := probe(read.from, &learnt); err != nil {
		return nil, err
	}
	return v.Facts.put(path, &learnt), nil
}
