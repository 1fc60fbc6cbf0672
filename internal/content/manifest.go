package content

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"maps"
	"os"
	"path/filepath"

	"insider/internal/content/folder"
	"insider/internal/content/parse"
)

// manifest is what is remembered between starts: what is known of files, the good version of each, and where the bytes of
// texts are kept.
type manifest struct {
	Program string // the build that wrote it
	Pack    string // file name of the pack
	Facts   map[string]folder.Fact
	Good    map[string]*parse.Record
	Places  map[string]place
}

// change is one batch of the manifest file: what is new, and what is gone.
type change struct {
	Dir       string // content folder; this and the next two stand in the first batch only
	Program   string
	Pack      string
	Facts     map[string]folder.Fact
	Good      map[string]*parse.Record
	Places    map[string]place
	GoneFacts []string
	GoneGood  []string
}

// manifestFile is the manifest on disk: a header, then batches, each with its length and checksum. A batch is appended for
// every change; a torn or damaged one ends what is read. It is written anew, and renamed into place, when it grows too long.
type manifestFile struct {
	name    string
	batches int
}

const (
	manifestHeader = "insider content 5\n" // another form of record is another number
	maxBatches     = 64
	maxBatch       = 1 << 30
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// readManifest reads the manifest of the content folder dir. torn is true when something at its end could not be read; a
// manifest of another folder or program is empty.
func readManifest(name, dir string) (m manifest, batches int, torn bool) {
	m = manifest{Facts: map[string]folder.Fact{}, Good: map[string]*parse.Record{}, Places: map[string]place{}}
	data, err := os.ReadFile(name)
	if err != nil {
		return m, 0, !errors.Is(err, os.ErrNotExist)
	}
	rest, ok := bytes.CutPrefix(data, []byte(manifestHeader))
	if !ok {
		return m, 0, true
	}
	for len(rest) > 0 {
		var c change
		if rest, err = nextBatch(rest, &c); err != nil {
			return m, batches, true
		}
		if batches == 0 && c.Dir != dir {
			return m, 0, true
		}
		m.apply(c)
		batches++
	}
	return m, batches, false
}

func nextBatch(data []byte, c *change) (rest []byte, err error) {
	if len(data) < 8 {
		return nil, io.ErrUnexpectedEOF
	}
	size, sum := binary.BigEndian.Uint32(data), binary.BigEndian.Uint32(data[4:])
	data = data[8:]
	if int64(size) > int64(len(data)) {
		return nil, io.ErrUnexpectedEOF
	}
	if crc32.Checksum(data[:size], castagnoli) != sum {
		return nil, errors.New("checksum")
	}
	w := &wire{in: string(data[:size]), reading: true}
	wireChange(w, c)
	if w.err == nil && len(w.in) > 0 {
		w.fail()
	}
	return data[size:], w.err
}

func (m *manifest) apply(c change) {
	if c.Pack != "" {
		m.Pack, m.Program = c.Pack, c.Program
	}
	maps.Copy(m.Facts, c.Facts)
	maps.Copy(m.Good, c.Good)
	maps.Copy(m.Places, c.Places)
	for _, path := range c.GoneFacts {
		delete(m.Facts, path)
	}
	for _, path := range c.GoneGood {
		delete(m.Good, path)
	}
}

func encodeBatch(c change) ([]byte, error) {
	w := &wire{out: make([]byte, 8)}
	wireChange(w, &c)
	data := w.out
	if w.err != nil {
		return nil, w.err
	}
	if len(data) > maxBatch {
		return nil, errors.New("the content manifest is too large")
	}
	binary.BigEndian.PutUint32(data, uint32(len(data)-8))
	binary.BigEndian.PutUint32(data[4:], crc32.Checksum(data[8:], castagnoli))
	return data, nil
}

// write replaces the manifest by one batch.
func (f *manifestFile) write(c change) error {
	data, err := encodeBatch(c)
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(f.name), filepath.Base(f.name)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(append([]byte(manifestHeader), data...))
	if err := errors.Join(err, temp.Close()); err != nil {
		return err
	}
	f.batches = 1
	return os.Rename(temp.Name(), f.name)
}

// add appends a batch.
func (f *manifestFile) add(c change) error {
	data, err := encodeBatch(c)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(f.name, os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	f.batches++
	return errors.Join(err, file.Close())
}
