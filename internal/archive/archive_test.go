package archive

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"insider/internal/fault"
)

var made = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

// rows is a source with these lines by table.
type rows map[string][]string

func (r rows) Snapshot(_ context.Context, row func(table string, line []byte) error) (Snapshot, error) {
	for _, table := range slices.Sorted(maps.Keys(r)) {
		for _, line := range r[table] {
			if err := row(table, []byte(line)); err != nil {
				return Snapshot{}, err
			}
		}
	}
	return Snapshot{Backend: "sqlite", Schema: 5, Last: map[string]int64{"users": 7}}, nil
}

// filled is a database that keeps what it was given.
type filled struct {
	rows
	last map[string]int64
	fail error
}

func (f *filled) Insert(_ context.Context, table string, lines [][]byte) error {
	for _, line := range lines {
		f.rows[table] = append(f.rows[table], string(line))
	}
	return f.fail
}

func (f *filled) Complete(_ context.Context, last map[string]int64) error {
	f.last = last
	return nil
}

// shelf yields files of a file system, audio as media.
func shelf(files fstest.MapFS) func(yield func(File, error) bool) {
	return func(yield func(File, error) bool) {
		for _, name := range slices.Sorted(maps.Keys(files)) {
			f := File{Name: name, Bytes: int64(len(files[name].Data)), Media: strings.HasSuffix(name, ".mp3")}
			f.Open = func() (OpenFile, error) { return files.Open(name) }
			if !yield(f, nil) {
				return
			}
		}
	}
}

// sign signs as a ring of one word would.
func sign(sum string) string { return "key." + sum }

func verify(signed string) (string, error) {
	if text, ok := strings.CutPrefix(signed, "key."); ok {
		return text, nil
	}
	return "", errors.New("another key")
}

var (
	manyRows = func() rows {
		r := rows{"keys": {`{"name":"a"}`}, "users": {`{"id":1}`, `{"id":7,"email":"ä😀\u2028"}`}}
		for i := range 3000 {
			r["download_batches"] = append(r["download_batches"], fmt.Sprintf(`{"id":%d,"body":%q}`, i, strings.Repeat("x", 1000)))
		}
		return r
	}()
	someFiles = fstest.MapFS{
		"content/show.yaml":                {Data: []byte("title: A show\n"), ModTime: made.Add(-time.Hour)},
		"content/episodes/one/audio.mp3":   {Data: bytes.Repeat([]byte{0xFF, 0xFB}, 5000), ModTime: made},
		"content/pages/" + long + ".md":    {Data: []byte("long"), ModTime: made},
		"bucket/public/episodes/a/a.mp3":   {Data: []byte("stamped"), ModTime: made},
		"bucket/private/stories/1/photo":   {Data: []byte("photo"), ModTime: made},
		"content/articles/Ünï còde .md":    {Data: nil, ModTime: made},
		"content/people/" + long + "/x.md": {Data: []byte("x"), ModTime: made},
	}
	long = strings.Repeat("long-", 40)
)

func plan(files fstest.MapFS) Plan {
	return Plan{
		Program: "1.2.3", Database: rows{"keys": {`{"name":"a"}`}}, Secrets: []byte("a secret\n"), Erased: []byte("log\n"), Content: ContentFolder, Files: shelf(files),
		Sign: sign, Clock: func() time.Time { return made },
	}
}

func written(t testing.TB, p Plan) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := Write(context.Background(), &b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(data []byte) (*Archive, error) {
	return Read(context.Background(), bytes.NewReader(data), int64(len(data)))
}

func TestWhatWasWrittenIsRead(t *testing.T) {
	p := plan(someFiles)
	p.Database = manyRows
	data := written(t, p)
	a, err := read(data)
	if err != nil {
		t.Fatal(err)
	}
	m := a.Manifest
	if m.Format != Format || m.Program != "1.2.3" || !m.Made.Equal(made) || m.Schema != 5 || m.Backend != "sqlite" || m.Last["users"] != 7 || m.RowCount() != 3003 ||
		m.ContentFiles() != 5 || m.BucketFiles() != 2 || len(m.Missing) != 0 || string(a.Secrets) != "a secret\n" || string(a.Erased) != "log\n" || !a.SignedBy(verify) {
		t.Errorf("%+v", m.Head)
	}
	if a.SignedBy(func(string) (string, error) { return "", errors.New("no key of ours") }) || a.SignedBy(func(string) (string, error) { return "other", nil }) {
		t.Error("signed by anybody")
	}
	again := written(t, p)
	if !bytes.Equal(data, again) {
		t.Error("the same is written otherwise")
	}
}

// TestStandardToolsOpenIt lists a backup as tar does.
func TestStandardToolsOpenIt(t *testing.T) {
	var names []string
	for r := tar.NewReader(bytes.NewReader(written(t, plan(someFiles)))); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Mode != 0o600 {
			t.Errorf("%s has mode %o", h.Name, h.Mode)
		}
		names = append(names, h.Name)
	}
	if names[0] != headName || names[1] != "tables/keys/000001.jsonl.gz" || !slices.Equal(names[len(names)-2:], []string{manifestName, sealName}) || len(names) != 13 {
		t.Error(names)
	}
}

func TestWithoutMediaSaysWhatIsMissing(t *testing.T) {
	p := plan(someFiles)
	p.WithoutMedia = true
	a, err := read(written(t, p))
	if err != nil {
		t.Fatal(err)
	}
	m := &a.Manifest
	if len(m.Missing) != 2 || m.Missing[1].Name != "content/episodes/one/audio.mp3" || m.MissingBytes() != 10007 || m.ContentFiles() != 4 || m.BucketFiles() != 1 {
		t.Errorf("%+v", m.Missing)
	}
}

func TestAFileThatWentIsPassedOverAndOneThatShrankIsNot(t *testing.T) {
	p := plan(nil)
	p.Files = func(yield func(File, error) bool) {
		yield(File{Name: "content/a.md", Open: func() (OpenFile, error) { return nil, fs.ErrNotExist }}, nil)
	}
	if a, err := read(written(t, p)); err != nil || a.Manifest.ContentFiles() != 0 {
		t.Error(err)
	}
	p.Files = func(yield func(File, error) bool) {
		yield(File{Name: "content/a.md", Open: func() (OpenFile, error) { return shrunk{}, nil }}, nil)
	}
	if _, err := Write(t.Context(), io.Discard, p); !fault.Is(err, fault.Unavailable) {
		t.Error(err)
	}
	p.Files = func(yield func(File, error) bool) { yield(File{}, errors.New("the disk is gone")) }
	if _, err := Write(t.Context(), io.Discard, p); err == nil {
		t.Error("a folder that cannot be read is no empty one")
	}
}

// shrunk says that it has a byte, and has none.
type shrunk struct{}

func (shrunk) Read([]byte) (int, error)   { return 0, io.EOF }
func (shrunk) Close() error               { return nil }
func (shrunk) Stat() (fs.FileInfo, error) { return fstest.MapFS{"a": {Data: []byte("x")}}.Stat("a") }

// TestEveryChangedByteIsFound turns each byte of a backup, and cuts it everywhere.
func TestEveryChangedByteIsFound(t *testing.T) {
	data := written(t, plan(fstest.MapFS{"content/a.md": {Data: []byte("text")}}))
	for i := range data {
		changed := bytes.Clone(data)
		changed[i] ^= 0x10
		a, err := read(changed)
		if err == nil && a.SignedBy(verify) || err != nil && !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Unavailable) {
			t.Fatalf("byte %d of %d: %v", i, len(data), err)
		}
	}
	for n := range data {
		if _, err := read(data[:n]); !fault.Is(err, fault.Invalid) {
			t.Fatalf("cut after %d of %d bytes: %v", n, len(data), err)
		}
	}
	for _, more := range []string{"\x00", "x", strings.Repeat("\x00", 512), strings.Repeat("\x00", sealSize), string(data)} {
		if _, err := read(append(bytes.Clone(data), more...)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%d bytes more: %v", len(more), err)
		}
	}
}

// sealed ends a body as a backup ends.
func sealed(body []byte) []byte {
	sum := sha256.Sum256(body)
	text := hex.EncodeToString(sum[:])
	tail, err := sealBytes(text, sign(text))
	if err != nil {
		panic(err)
	}
	return append(bytes.Clone(body), tail...)
}

// forged is a backup with other entries, whose manifest and seal are right.
func forged(t *testing.T, headers ...tar.Header) []byte {
	t.Helper()
	var b bytes.Buffer
	w := &writer{ctx: t.Context(), tar: tar.NewWriter(&b), now: made}
	w.manifest.Rows = map[string]int64{}
	if err := w.json(headName, Head{Format: Format, Made: made}); err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		h.Size = 0
		if err := w.tar.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(nil)
		w.manifest.Entries = append(w.manifest.Entries, Entry{h.Name, 0, hex.EncodeToString(sum[:])})
	}
	text := fmt.Sprintf(`{"format":1,"entries":%s}`, entriesJSON(w.manifest.Entries))
	if err := w.put(manifestName, []byte(text)); err != nil {
		t.Fatal(err)
	}
	return sealed(b.Bytes())
}

func entriesJSON(entries []Entry) string {
	var parts []string
	for _, e := range entries {
		parts = append(parts, fmt.Sprintf(`{"name":%q,"bytes":%d,"sha256":%q}`, e.Name, e.Bytes, e.SHA256))
	}
	return "[" + strings.Join(parts, ",") + "]"
}

func TestNothingLeadsOutOfItsFolder(t *testing.T) {
	if _, err := read(forged(t, tar.Header{Name: "content/fine.md"})); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"/etc/passwd", "../x", "content/../../x", "content/./x", "content//x", "content/.git/config", "content/x/", "bucket/x", "bucket/incoming/x", "bucket/public",
		"secret", "insider.db", "keys/other", "tables/a/b/000001.jsonl.gz", "tables/A/1.jsonl.gz", "tables/a.b/1.jsonl.gz", `content/a\b`, "content/a\x00b", "SEAL", headName, "",
	} {
		var reached []byte
		if name != "content/a\x00b" && name != "" { // tar itself does not write these
			reached = forged(t, tar.Header{Name: name})
			if a, err := read(reached); err == nil {
				t.Errorf("%q was taken: %+v", name, a.Manifest.Entries)
			}
		}
		if err := checkName(name); name != headName && err == nil {
			t.Errorf("%q is a name", name)
		}
	}
	for _, kind := range []byte{tar.TypeSymlink, tar.TypeLink, tar.TypeDir, tar.TypeChar, tar.TypeFifo} {
		if _, err := read(forged(t, tar.Header{Name: "content/x", Linkname: "/etc/passwd", Typeflag: kind})); !fault.Is(err, fault.Invalid) {
			t.Errorf("kind %c: %v", kind, err)
		}
	}
}

// TestAFileWithHolesIsNoBomb names a file of a petabyte of which the archive holds a byte: reading it would take months, and
// restoring it every disk.
func TestAFileWithHolesIsNoBomb(t *testing.T) {
	var b bytes.Buffer
	w := &writer{ctx: t.Context(), tar: tar.NewWriter(&b), now: made}
	if err := w.json(headName, Head{Format: Format, Made: made}); err != nil {
		t.Fatal(err)
	}
	records := ""
	for _, record := range []string{"GNU.sparse.size=1125899906842624", "GNU.sparse.numblocks=1", "GNU.sparse.map=0,1"} {
		records += fmt.Sprintf("%d %s\n", len(record)+4, record) // the length counts itself, a space and the end: two digits here
	}
	var raw bytes.Buffer // package tar writes no holes
	holes := tar.NewWriter(&raw)
	for _, f := range []struct{ name, text string }{{"x-header", records}, {"content/x", "x"}} {
		if err := errors.Join(holes.WriteHeader(&tar.Header{Name: f.name, Size: int64(len(f.text)), Mode: 0o600}), second(holes.Write([]byte(f.text)))); err != nil {
			t.Fatal(err)
		}
	}
	if err := holes.Flush(); err != nil {
		t.Fatal(err)
	}
	extended(raw.Bytes()[:512])
	if err := w.tar.Flush(); err != nil {
		t.Fatal(err)
	}
	b.Write(raw.Bytes())
	_, err := read(sealed(b.Bytes()))
	if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "longer than the backup") {
		t.Fatal(err)
	}
}

func second(_ int, err error) error { return err }

// extended makes a header of a file one that extends the next (PAX).
func extended(block []byte) {
	block[156] = tar.TypeXHeader
	copy(block[148:156], "        ")
	sum := 0
	for _, c := range block {
		sum += int(c)
	}
	copy(block[148:156], fmt.Sprintf("%06o\x00 ", sum))
}

func TestANewerFormatIsNamed(t *testing.T) {
	var b bytes.Buffer
	w := &writer{ctx: t.Context(), tar: tar.NewWriter(&b), now: made}
	if err := errors.Join(w.json(headName, Head{Format: Format + 1, Program: "9.0"}), w.put("something-new", nil)); err != nil {
		t.Fatal(err)
	}
	if _, err := read(sealed(b.Bytes())); !fault.Is(err, fault.Unavailable) || !strings.Contains(fault.Sentence(err), `"9.0"`) {
		t.Fatal(err)
	}
}

func TestWhatIsNoBackupIsCalledSo(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x")
	for _, text := range []string{"", "hello", strings.Repeat("text ", 5000)} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), name); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "no backup") {
			t.Errorf("%.10q: %v", text, err)
		}
	}
	if _, err := Open(t.Context(), t.TempDir()); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
	if _, err := Open(t.Context(), name+"-not"); !fault.Is(err, fault.Unavailable) {
		t.Error(err)
	}
}

func FuzzBody(f *testing.F) {
	data := written(f, plan(fstest.MapFS{"content/a.md": {Data: []byte("text")}}))
	f.Add(data[:len(data)-sealSize])
	f.Add([]byte(headName))
	f.Fuzz(func(t *testing.T, body []byte) {
		a, err := read(sealed(body))
		if err != nil {
			return
		}
		for _, e := range a.Manifest.Entries {
			if err := checkName(e.Name); err != nil {
				t.Fatalf("%q was taken", e.Name)
			}
		}
		if err := a.entries(t.Context(), func(_ Entry, _ time.Time, r io.Reader) error { _, err := io.Copy(io.Discard, r); return err }); err != nil {
			t.Fatalf("read once, but not twice: %v", err)
		}
	})
}

func FuzzWhole(f *testing.F) {
	data := written(f, plan(fstest.MapFS{"content/a.md": {Data: []byte("text")}}))
	f.Add(data)
	f.Fuzz(func(t *testing.T, other []byte) {
		if a, err := read(other); err == nil && a.sum == "" {
			t.Fatal("whole without a sum")
		}
	})
}
