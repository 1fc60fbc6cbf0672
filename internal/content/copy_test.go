package content

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"insider/internal/audio"
	"insider/internal/content/folder"
	"insider/internal/content/mistake"
	"insider/internal/show"
)

// firstRecording is the recording of the test show.
const firstRecording = "episodes/2026-01-05-first/first.mp3"

// writeStamped puts a stamped copy of the test show's recording into the folder of a bucket, all at once as a bucket does,
// and returns its size.
func writeStamped(t *testing.T, dir, bucket string, tag audio.Tag) int64 {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, firstRecording))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := audio.Stamp(&out, bytes.NewReader(data), int64(len(data)), tag); err != nil {
		t.Fatal(err)
	}
	if !filepath.IsAbs(bucket) {
		bucket = filepath.Join(dir, bucket)
	}
	writeFile(t, bucket, "incoming/first.mp3", out.String())
	folder := filepath.Join(bucket, "episodes", "first")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(bucket, "incoming", "first.mp3"), filepath.Join(folder, "first.mp3")); err != nil {
		t.Fatal(err)
	}
	return int64(out.Len())
}

func first(r *Result) *show.Episode { return r.Source.Episodes[0] }

// recordingHash is the fingerprint of the test show's recording.
func recordingHash(t *testing.T, dir string) string {
	t.Helper()
	return first(mustLoad(t, testLibrary(t, Options{Dir: dir}))).Audio.File.Hash
}

// TestStoredCopyIsWhatListenersGet stamps a recording, starts again, and takes the copy away.
func TestStoredCopyIsWhatListenersGet(t *testing.T) {
	dir, bucket, cache := copyShow(t), t.TempDir(), t.TempDir()
	options := Options{Dir: dir, Media: os.DirFS(bucket), Cache: cache}
	l := testLibrary(t, options)
	plain := first(mustLoad(t, l))
	if plain.Audio.File.Copy != nil || plain.Audio.Cover {
		t.Fatalf("before: %+v", plain.Audio)
	}
	tag := audio.Tag{Title: "First", Cover: []byte("\xff\xd8\xff\xe0 a picture"), Chapters: []audio.Chapter{{Title: "Hello"}}, Source: recordingHash(t, dir)}
	size := writeStamped(t, dir, bucket, tag)
	for name, l := range map[string]*Library{"the same process": l, "the next start": testLibrary(t, options)} {
		r := mustLoad(t, l)
		a := first(r).Audio
		if a.Bytes != size || a.HeaderBytes == plain.Audio.HeaderBytes || a.Duration != plain.Audio.Duration || !a.Cover || !a.Chaptered || a.Path != plain.Audio.Path {
			t.Errorf("%s: %+v, the copy has %d bytes; %v", name, a, size, r.Mistakes)
		}
		if c := a.File.Copy; c == nil || c.Bytes != size || c.Hash == a.File.Hash || a.File.Bytes != plain.Audio.Bytes {
			t.Errorf("%s: file %+v, copy %+v", name, a.File, c)
		}
		if first(r).Hash == plain.Hash {
			t.Errorf("%s: the episode has the same hash", name)
		}
		stamps := map[string]bool{}
		r.Stamp(func(path string) time.Time { stamps[path] = true; return time.Unix(1, 0) })
		if !stamps["episodes/first/first.mp3#stored"] {
			t.Errorf("%s: the copy does not count for when the episode changed: %v", name, stamps)
		}
	}
	if err := os.RemoveAll(filepath.Join(bucket, "episodes")); err != nil {
		t.Fatal(err)
	}
	if a := first(mustLoad(t, l)).Audio; a.File.Copy != nil || a.Bytes != plain.Audio.Bytes {
		t.Errorf("without the copy: %+v", a)
	}
}

// TestCopyOfAnotherRecording changes the recording after it was stamped: the site stays with what listeners get.
func TestCopyOfAnotherRecording(t *testing.T) {
	dir, bucket := copyShow(t), t.TempDir()
	l := testLibrary(t, Options{Dir: dir, Media: os.DirFS(bucket)})
	size := writeStamped(t, dir, bucket, audio.Tag{Source: recordingHash(t, dir)})
	mustLoad(t, l)
	was, err := os.ReadFile(filepath.Join(dir, firstRecording))
	if err != nil {
		t.Fatal(err)
	}
	data := append(was, was[len(was)-2000:]...) // some more sound
	writeFile(t, dir, firstRecording, string(data))
	r := mustLoad(t, l)
	if a := first(r).Audio; a.Bytes != size || len(r.Mistakes) != 1 || r.Mistakes[0].Rule != mistake.StaleCopy {
		t.Errorf("%+v, %v", a, r.Mistakes)
	}
	size = writeStamped(t, dir, bucket, audio.Tag{Source: folder.HashBytes(data)})
	if r := mustLoad(t, l); first(r).Audio.Bytes != size || len(r.Mistakes) > 0 {
		t.Errorf("stamped again: %+v, %v", first(r).Audio, r.Mistakes)
	}
}

func TestCopiesThatCannotBeRead(t *testing.T) {
	dir, bucket := copyShow(t), t.TempDir()
	writeFile(t, bucket, "episodes/first/first.mp3", "no sound")
	writeFile(t, bucket, "episodes/first/other.mp3", "nobody asks for it")
	writeFile(t, bucket, "episodes/stray.txt", "no folder")
	r := mustLoad(t, testLibrary(t, Options{Dir: dir, Media: os.DirFS(bucket)}))
	if len(r.Mistakes) != 1 || r.Mistakes[0].Rule != mistake.BrokenAudio {
		t.Errorf("%v", r.Mistakes)
	}
}

func TestWatchFollowsStoredCopies(t *testing.T) {
	t.Parallel()
	dir, bucket := copyShow(t), t.TempDir()
	f := follow(t, testLibrary(t, Options{Dir: dir, Media: os.DirFS(bucket), Bucket: bucket}))
	has := func(size int64) func(*Result) bool {
		return func(r *Result) bool { return first(r).Audio.Bytes == size }
	}
	plain := first(f.get()).Audio.Bytes
	size := writeStamped(t, dir, bucket, audio.Tag{Title: "A title"})
	f.within("a copy in a new folder", has(size))
	size = writeStamped(t, dir, bucket, audio.Tag{Title: "A longer title"})
	f.within("another copy", has(size))
	if err := os.Remove(filepath.Join(bucket, "episodes", "first", "first.mp3")); err != nil {
		t.Fatal(err)
	}
	f.within("the recording itself", has(plain))
}
