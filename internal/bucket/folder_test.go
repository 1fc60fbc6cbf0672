package bucket_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"insider/internal/bucket"
	"insider/internal/fault"
)

func open(t *testing.T, dir string) *bucket.Folder {
	t.Helper()
	b, err := bucket.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

func put(t *testing.T, b bucket.Bucket, key, text string) {
	t.Helper()
	info, err := b.Put(t.Context(), key, strings.NewReader(text))
	if err != nil || info.Key != key || info.Bytes != int64(len(text)) || info.Modified.IsZero() {
		t.Fatalf("%s: %+v, %v", key, info, err)
	}
}

func get(t *testing.T, b bucket.Bucket, key string) string {
	t.Helper()
	f, err := b.Open(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func list(t *testing.T, b bucket.Bucket, prefix string) []string {
	t.Helper()
	var keys []string
	for info, err := range b.List(t.Context(), prefix) {
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, info.Key)
	}
	return keys
}

func TestFolder(t *testing.T) {
	b := open(t, filepath.Join(t.TempDir(), "new", "media"))
	const key = "public/episodes/trailer/trailer.mp3"
	if _, err := b.Open(t.Context(), key); !fault.Is(err, fault.NotFound) {
		t.Errorf("open before put: %v", err)
	}
	if _, err := b.Stat(t.Context(), key); !fault.Is(err, fault.NotFound) {
		t.Errorf("stat before put: %v", err)
	}
	if err := b.Delete(t.Context(), key); err != nil {
		t.Errorf("delete before put: %v", err)
	}
	put(t, b, key, "sound")
	old, err := b.Open(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	if _, ok := old.(*os.File); !ok {
		t.Errorf("%T is no file that the kernel can send", old)
	}
	put(t, b, key, "other sound")
	if got := get(t, b, key); got != "other sound" {
		t.Errorf("after the second put %q", got)
	}
	if info, err := b.Stat(t.Context(), key); err != nil || info.Bytes != 11 || info.Key != key {
		t.Errorf("stat %+v, %v", info, err)
	}
	if err := b.Delete(t.Context(), key); err != nil {
		t.Error(err)
	}
	if _, err := b.Stat(t.Context(), key); !fault.Is(err, fault.NotFound) {
		t.Errorf("stat after delete: %v", err)
	}
	if data, err := io.ReadAll(old); err != nil || string(data) != "sound" {
		t.Errorf("what was open before reads %q, %v", data, err)
	}
}

func TestList(t *testing.T) {
	b := open(t, t.TempDir())
	for _, key := range []string{"public/episodes/b/2.mp3", "public/episodes/b/1.mp3", "public/episodes/a/1.mp3", "public/articles/a/1.jpg", "private/stories/1/photo.jpg"} {
		put(t, b, key, key)
	}
	for prefix, want := range map[string][]string{
		"public/":             {"public/articles/a/1.jpg", "public/episodes/a/1.mp3", "public/episodes/b/1.mp3", "public/episodes/b/2.mp3"},
		"public/episodes/b/":  {"public/episodes/b/1.mp3", "public/episodes/b/2.mp3"},
		"public/episodes/b/2": {"public/episodes/b/2.mp3"},
		"public/ep":           {"public/episodes/a/1.mp3", "public/episodes/b/1.mp3", "public/episodes/b/2.mp3"},
		"private/":            {"private/stories/1/photo.jpg"},
		"public/letters/":     nil,
	} {
		if got := list(t, b, prefix); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", prefix, got, want)
		}
	}
	for range b.List(t.Context(), "public/") {
		break // leaving early must not panic
	}
	for _, prefix := range []string{"", "incoming/", "public/../", "/"} {
		for info, err := range b.List(t.Context(), prefix) {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%q lists %+v, %v", prefix, info, err)
			}
		}
	}
}

func TestKeys(t *testing.T) {
	b := open(t, t.TempDir())
	for _, key := range []string{
		"", ".", "/", "public", "public/", "private/", "secret/x", "incoming/x", "/public/x", "public//x", "public/x/", "public/./x", "public/../x",
		"public/../../etc/passwd", "public/a/../../private/x", "../public/x", "public/private/../x", `public\x`, `public/a\..\b`, "public/a\x00b",
		"public/a\nb", "public/\xff", "public/.hidden", "public/a/.git/config", "PUBLIC/x", "public/" + strings.Repeat("x", bucket.MaxKey),
	} {
		if err := bucket.CheckKey(key); !fault.Is(err, fault.Invalid) {
			t.Errorf("CheckKey(%q) = %v", key, err)
		}
		_, openErr := b.Open(t.Context(), key)
		_, statErr := b.Stat(t.Context(), key)
		_, putErr := b.Put(t.Context(), key, strings.NewReader("x"))
		for name, err := range map[string]error{"open": openErr, "stat": statErr, "put": putErr, "delete": b.Delete(t.Context(), key)} {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%s %q: %v", name, key, err)
			}
		}
	}
	for _, key := range []string{"public/x", "private/stories/1/a b.jpg", "public/episodes/größe/ü..mp3", "public/private/x"} {
		if err := bucket.CheckKey(key); err != nil {
			t.Errorf("CheckKey(%q) = %v", key, err)
		}
		put(t, b, key, "x")
	}
}

// TestLinks puts links of every kind where keys lead: none may be followed, not even within the bucket.
func TestLinks(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	b := open(t, dir)
	put(t, b, "private/photo.jpg", "private")
	put(t, b, "public/real/x", "real")
	if err := os.WriteFile(filepath.Join(outside, "x"), []byte("outside"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{
		"public/file": filepath.Join(outside, "x"), "public/folder": outside, "public/within": "../private/photo.jpg",
		"public/withinfolder": "../private", "public/sibling": "real",
	} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "public", "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"public/file", "public/folder/x", "public/within", "public/withinfolder/photo.jpg", "public/sibling/x", "public/pipe", "public/real", "public/real/x/y"} {
		if f, err := b.Open(t.Context(), key); !fault.Is(err, fault.NotFound) {
			t.Errorf("open %s: %v, %v", key, f, err)
		}
		if _, err := b.Stat(t.Context(), key); !fault.Is(err, fault.NotFound) {
			t.Errorf("stat %s: %v", key, err)
		}
	}
	for _, key := range []string{"public/folder/x", "public/withinfolder/photo.jpg", "public/folder/new"} {
		if _, err := b.Put(t.Context(), key, strings.NewReader("x")); err == nil {
			t.Errorf("put %s went through a link", key)
		}
		if err := b.Delete(t.Context(), key); err != nil {
			t.Errorf("delete %s: %v", key, err)
		}
	}
	if got := list(t, b, "public/"); !slices.Equal(got, []string{"public/real/x"}) {
		t.Errorf("list follows links: %v", got)
	}
	if got := list(t, b, "public/withinfolder/"); got != nil {
		t.Errorf("list begins at a link: %v", got)
	}
	put(t, b, "public/file", "a file in the link's place")
	if data, err := os.ReadFile(filepath.Join(outside, "x")); err != nil || string(data) != "outside" {
		t.Errorf("outside changed: %q, %v", data, err)
	}
	if get(t, b, "private/photo.jpg") != "private" {
		t.Error("the private file changed")
	}
}

func TestPutThatFails(t *testing.T) {
	dir := t.TempDir()
	b := open(t, dir)
	const key = "public/a/x"
	put(t, b, key, "old")
	broken := errors.New("the upload broke off")
	if _, err := b.Put(t.Context(), key, io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("a broken reader gives %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Put(ctx, key, strings.NewReader("new")); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled put gives %v", err)
	}
	if got := get(t, b, key); got != "old" {
		t.Errorf("the key now reads %q", got)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "incoming")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestPutsAtOnce holds readers to whole files while writers replace them.
func TestPutsAtOnce(t *testing.T) {
	b := open(t, t.TempDir())
	const key = "public/a/x"
	text := func(i int) string { return strings.Repeat(string(rune('a'+i)), 50_000) }
	put(t, b, key, text(0))
	var writers, readers sync.WaitGroup
	done := make(chan struct{})
	for i := range 4 {
		writers.Go(func() {
			for range 10 {
				if _, err := b.Put(context.Background(), key, strings.NewReader(text(i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	readers.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
			}
			f, err := b.Open(context.Background(), key)
			if err != nil {
				t.Error(err)
				return
			}
			data, err := io.ReadAll(f)
			if err != nil || len(data) != 50_000 || bytes.Count(data, data[:1]) != 50_000 {
				t.Errorf("read %d bytes of more than one file, %v", len(data), err)
			}
			f.Close()
		}
	})
	writers.Wait()
	close(done)
	readers.Wait()
}

func TestOpenFolderSweeps(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	old, young := filepath.Join(dir, "incoming", "OLD"), filepath.Join(dir, "incoming", "YOUNG")
	for _, name := range []string{old, young} {
		if err := os.WriteFile(name, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	days := time.Now().Add(-48 * time.Hour)
	if err := os.Chtimes(old, days, days); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
	if _, err := os.Stat(old); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what a dead writer left is still there: %v", err)
	}
	if _, err := os.Stat(young); err != nil {
		t.Errorf("what somebody may be writing is gone: %v", err)
	}
	for _, name := range []string{"public", "private", "incoming"} {
		if stat, err := os.Stat(filepath.Join(dir, name)); err != nil || stat.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", name, stat.Mode(), err)
		}
	}
}

func TestOpenFolderWhereAFileIs(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "public"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if b, err := bucket.OpenFolder(dir); err == nil {
		t.Errorf("opened %v", b)
	}
}
