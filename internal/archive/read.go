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
	"io"
	"os"
	"regexp"

	"insider/internal/fault"
)

// Archive is a backup that was read once and found whole.
type Archive struct {
	Manifest Manifest
	Secrets  []byte // of keys/secret
	Erased   []byte // of erased.log

	sum    string // of all bytes before the seal
	signed string
	in     io.ReaderAt
	size   int64 // without the seal
	close  func() error
}

// Open reads all of a file and returns it when it is a whole backup. Nothing of a cut or changed one is taken: it is an
// Invalid fault that says which it is.
func Open(ctx context.Context, name string) (*Archive, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The backup %s cannot be read.", name)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fault.New(fault.Invalid, "%s is no file.", name)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	a, err := Read(ctx, f, info.Size())
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	a.close = f.Close
	return a, nil
}

// Close closes the file of Open.
func (a *Archive) Close() error {
	if a.close == nil {
		return nil
	}
	return a.close()
}

// Read is Open for bytes that lie anywhere.
func Read(ctx context.Context, in io.ReaderAt, size int64) (*Archive, error) {
	a := &Archive{in: in, size: size - sealSize}
	if err := a.readSeal(); err != nil {
		return nil, err
	}
	whole := sha256.New()
	body := io.TeeReader(&patient{ctx, io.NewSectionReader(in, 0, a.size)}, whole)
	readErr := a.readBody(body)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if _, err := io.Copy(io.Discard, body); err != nil { // what a mistake left unread belongs to the sum
		return nil, err
	}
	if hex.EncodeToString(whole.Sum(nil)) != a.sum {
		return nil, fault.New(fault.Invalid, "The backup is damaged: its bytes are not those that were written. Nothing was written. Take an older one.")
	}
	return a, readErr
}

var sealForm = regexp.MustCompile(`^([0-9a-f]{64})\n([!-~]{1,400})\n\x00*$`)

// readSeal reads the last bytes, which must be exactly a seal.
func (a *Archive) readSeal() error {
	if a.size < 0 {
		return a.noSeal()
	}
	tail := make([]byte, sealSize)
	if _, err := a.in.ReadAt(tail, a.size); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	found := sealForm.FindSubmatch(tail[512:1024])
	if found == nil {
		return a.noSeal()
	}
	a.sum, a.signed = string(found[1]), string(found[2])
	if want, err := sealBytes(a.sum, a.signed); err != nil || !bytes.Equal(tail, want) {
		return a.noSeal()
	}
	return nil
}

// noSeal says what a file without a seal is.
func (a *Archive) noSeal() error {
	first := make([]byte, len(headName))
	if _, err := a.in.ReadAt(first, 0); err == nil && string(first) == headName {
		return fault.New(fault.Invalid, "The backup is not whole: its end is missing or damaged. Nothing was written. Take another one.")
	}
	return fault.New(fault.Invalid, "This file is no backup of Insider. Nothing was written.")
}

// bounds of what is read into memory.
const (
	maxHead     = 64 << 10
	maxManifest = 256 << 20
	maxKept     = 64 << 20 // of keys and erased.log
)

// readBody reads every entry and holds it against the manifest.
func (a *Archive) readBody(body io.Reader) error {
	t := tar.NewReader(body)
	var found []Entry
	rows := map[string]int64{}
	for {
		h, err := t.Next()
		if err != nil {
			return notWhole(err)
		}
		if h.Size > a.size { // a tar can say of a few bytes that they are petabytes with holes
			return notWhole(fmt.Errorf("%.80q is longer than the backup", h.Name))
		}
		if h.Name == manifestName {
			if err := decode(t, maxManifest, &a.Manifest); err != nil {
				return err
			}
			break
		}
		e, err := a.readEntry(t, h, len(found) == 0, rows)
		if err != nil {
			return err
		}
		found = append(found, e)
	}
	if _, err := t.Next(); !errors.Is(err, io.EOF) {
		return notWhole(err)
	}
	return a.compare(found, rows)
}

func notWhole(err error) error {
	return fault.Wrap(cause(err), fault.Invalid, "The backup is not as a backup must be. Nothing was written.")
}

// cause makes a cause of nothing too.
func cause(err error) error {
	if err == nil {
		return errors.New("more entries than there may be")
	}
	return err
}

// readEntry reads one entry, counts its rows and keeps what is small.
func (a *Archive) readEntry(t io.Reader, h *tar.Header, first bool, rows map[string]int64) (Entry, error) {
	if err := checkName(h.Name); err != nil || h.Typeflag != tar.TypeReg || first != (h.Name == headName) {
		return Entry{}, errors.Join(err, fault.New(fault.Invalid, "The backup is not as a backup must be: %.80q. Nothing was written.", h.Name))
	}
	sum := sha256.New()
	in := io.TeeReader(t, sum)
	var err error
	switch table := tableOf(h.Name); {
	case h.Name == headName:
		err = a.readHead(in)
	case h.Name == SecretName:
		a.Secrets, err = readSmall(in)
	case h.Name == ErasedName:
		a.Erased, err = readSmall(in)
	case table != "":
		err = eachLine(in, func(line []byte) error {
			rows[table]++
			if !json.Valid(line) {
				return fmt.Errorf("a row of table %s is no JSON", table)
			}
			return nil
		})
	}
	if err == nil {
		_, err = io.Copy(io.Discard, in)
	}
	var known *fault.Error
	if err != nil && !errors.As(err, &known) {
		err = notWhole(err)
	}
	return Entry{h.Name, h.Size, hex.EncodeToString(sum.Sum(nil))}, err
}

// readHead refuses what a newer program made before anything else is looked at.
func (a *Archive) readHead(in io.Reader) error {
	var head Head
	if err := decode(in, maxHead, &head); err != nil {
		return err
	}
	if head.Format < 1 || head.Format > Format {
		return fault.New(fault.Unavailable, "The backup has format %d, made by version %.40q, and this program knows only %d. Install that version or a newer one.", head.Format, head.Program, Format)
	}
	return nil
}

func decode(in io.Reader, limit int64, v any) error {
	data, err := io.ReadAll(io.LimitReader(in, limit))
	if err != nil {
		return notWhole(err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		return notWhole(err)
	}
	return nil
}

func readSmall(in io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in, maxKept+1))
	if err == nil && len(data) > maxKept {
		err = errors.New("an entry is too long")
	}
	return data, err
}

// compare holds what was found against the manifest.
func (a *Archive) compare(found []Entry, rows map[string]int64) error {
	m := &a.Manifest
	if len(found) == 0 || len(found) != len(m.Entries) || len(rows) != len(m.Rows) {
		return notWhole(errors.New("the manifest counts otherwise"))
	}
	for i, e := range found {
		if e != m.Entries[i] {
			return notWhole(fmt.Errorf("%.80q is not as the manifest says", e.Name))
		}
	}
	for table, n := range m.Rows {
		if rows[table] != n {
			return notWhole(fmt.Errorf("table %.40q has %d rows, the manifest says %d", table, rows[table], n))
		}
	}
	return nil
}
