package archive

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"iter"
	"time"

	"github.com/klauspost/compress/gzip"

	"insider/internal/fault"
)

// Plan is what goes into a backup.
type Plan struct {
	Program      string
	Database     Source
	Secrets      []byte                 // of keys/secret
	Erased       []byte                 // erased.log as it is
	Content      string                 // ContentFolder or ContentProgram
	Files        iter.Seq2[File, error] // of content folder and bucket; nil: none
	WithoutMedia bool
	Sign         func(sum string) string // with a key of the installation
	Clock        func() time.Time
}

// File is a file of the content folder or the bucket, as it was listed.
type File struct {
	Name  string // of its entry
	Media bool   // audio, a picture or whatever else is no text
	Bytes int64
	Open  func() (OpenFile, error)
}

// OpenFile is a file that is being read.
type OpenFile interface {
	io.ReadCloser
	Stat() (fs.FileInfo, error)
}

// Write writes a backup and returns what is in it. The rows are of one moment, which is read first, so the database is held
// only as long as its rows take.
func Write(ctx context.Context, out io.Writer, p Plan) (*Manifest, error) {
	whole := sha256.New()
	w := &writer{ctx: ctx, tar: tar.NewWriter(io.MultiWriter(out, whole)), now: p.Clock()}
	m := &w.manifest
	m.Head = Head{Format: Format, Program: p.Program, Made: w.now.UTC().Truncate(time.Microsecond)}
	m.Content, m.Rows = p.Content, map[string]int64{}
	if err := w.json(headName, m.Head); err != nil {
		return nil, err
	}
	if err := w.rows(p.Database); err != nil {
		return nil, err
	}
	for _, x := range []struct {
		name string
		data []byte
	}{{SecretName, p.Secrets}, {ErasedName, p.Erased}} {
		if len(x.data) == 0 {
			continue
		}
		if err := w.bytes(x.name, x.data); err != nil {
			return nil, err
		}
	}
	if err := w.files(p); err != nil {
		return nil, err
	}
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return nil, err
	}
	if err := w.put(manifestName, append(data, '\n')); err != nil {
		return nil, err
	}
	return m, writeSeal(out, whole, p.Sign)
}

// writeSeal ends a backup with the sum of all that was written before.
func writeSeal(out io.Writer, whole hash.Hash, sign func(sum string) string) error {
	sum := hex.EncodeToString(whole.Sum(nil))
	tail, err := sealBytes(sum, sign(sum))
	if err != nil {
		return err
	}
	_, err = out.Write(tail)
	return err
}

// sealBytes are the last bytes of a backup.
func sealBytes(sum, signed string) ([]byte, error) {
	var b bytes.Buffer
	t := tar.NewWriter(&b)
	text := sum + "\n" + signed + "\n"
	if err := t.WriteHeader(&tar.Header{Name: sealName, Mode: 0o600, Size: int64(len(text)), Format: tar.FormatUSTAR}); err != nil {
		return nil, err
	}
	if _, err := io.WriteString(t, text); err != nil {
		return nil, err
	}
	if err := t.Close(); err != nil {
		return nil, err
	}
	if b.Len() != sealSize {
		return nil, fmt.Errorf("archive: a seal has %d bytes", b.Len())
	}
	return b.Bytes(), nil
}

// sealSize is the length of a seal: a header, a block, and the two empty blocks that end a tar.
const sealSize = 4 * 512

// writer writes entries and keeps what it wrote.
type writer struct {
	ctx      context.Context
	tar      *tar.Writer
	now      time.Time
	manifest Manifest
}

func (w *writer) json(name string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return w.bytes(name, append(data, '\n'))
}

// bytes writes an entry that is at hand.
func (w *writer) bytes(name string, data []byte) error {
	if err := w.put(name, data); err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	w.manifest.Entries = append(w.manifest.Entries, Entry{name, int64(len(data)), hex.EncodeToString(sum[:])})
	return nil
}

// put writes an entry without a line in the manifest.
func (w *writer) put(name string, data []byte) error {
	if err := w.header(name, int64(len(data)), w.now); err != nil {
		return err
	}
	if _, err := w.tar.Write(data); err != nil {
		return err
	}
	return w.tar.Flush()
}

func (w *writer) header(name string, size int64, modified time.Time) error {
	return w.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: size, ModTime: modified.Truncate(time.Second)})
}

// pieceBytes is how long the lines of one piece of a table get.
const pieceBytes = 1 << 20

// rows writes every table in pieces.
func (w *writer) rows(db Source) error {
	piece := &piece{w: w}
	snapshot, err := db.Snapshot(w.ctx, func(table string, line []byte) error {
		if table != piece.table {
			if err := piece.end(); err != nil {
				return err
			}
			piece.table, piece.number = table, 0
		}
		w.manifest.Rows[table]++
		piece.lines = append(append(piece.lines, line...), '\n')
		if len(piece.lines) < pieceBytes {
			return nil
		}
		return piece.end()
	})
	if err != nil {
		return err
	}
	w.manifest.Backend, w.manifest.Schema, w.manifest.Last = snapshot.Backend, snapshot.Schema, snapshot.Last
	return piece.end()
}

// piece gathers lines of one table.
type piece struct {
	w      *writer
	table  string
	number int
	lines  []byte
}

// end writes what was gathered.
func (p *piece) end() error {
	if len(p.lines) == 0 {
		return nil
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if _, err := z.Write(p.lines); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	p.number++
	p.lines = p.lines[:0]
	return p.w.bytes(fmt.Sprintf("%s%s/%06d.jsonl.gz", tablesPrefix, p.table, p.number), packed.Bytes())
}

// files writes content and bucket.
func (w *writer) files(p Plan) error {
	if p.Files == nil {
		return nil
	}
	for f, err := range p.Files {
		if err != nil {
			return err
		}
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if f.Media && p.WithoutMedia {
			w.manifest.Missing = append(w.manifest.Missing, Missing{f.Name, f.Bytes})
			continue
		}
		if err := w.file(f); err != nil {
			return err
		}
	}
	return nil
}

// file writes one file as long as it is when it is opened. One that went since it was listed is passed over.
func (w *writer) file(f File) error {
	in, err := f.Open()
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "%s could not be read while it was copied.", f.Name)
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	if err := w.header(f.Name, info.Size(), info.ModTime()); err != nil {
		return err
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(w.tar, sum), &patient{w.ctx, io.LimitReader(in, info.Size())})
	if err != nil {
		return err
	}
	if n < info.Size() {
		return fault.New(fault.Unavailable, "%s was shortened while it was copied. Try again.", f.Name)
	}
	w.manifest.Entries = append(w.manifest.Entries, Entry{f.Name, n, hex.EncodeToString(sum.Sum(nil))})
	return w.tar.Flush()
}

// patient reads until its context ends.
type patient struct {
	ctx context.Context
	r   io.Reader
}

func (p *patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.r.Read(b)
}
