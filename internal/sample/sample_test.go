package sample

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"insider/internal/audio"
	"insider/internal/caption"
	"insider/internal/fault"
)

func TestEqualSeedsGiveEqualShows(t *testing.T) {
	digest := func(o Options) string {
		dir := t.TempDir()
		if err := Generate(dir, o); err != nil {
			t.Fatal(err)
		}
		h := sha256.New()
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			h.Write([]byte(path[len(dir):]))
			h.Write(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return hex.EncodeToString(h.Sum(nil))
	}
	one := digest(Options{Episodes: 12, Articles: 30, Seed: 7})
	if two := digest(Options{Episodes: 12, Articles: 30, Seed: 7}); one != two {
		t.Error("two runs with one seed differ")
	}
	if other := digest(Options{Episodes: 12, Articles: 30, Seed: 8}); one == other {
		t.Error("another seed gives the same show")
	}
}

func TestGenerateKeepsWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "mine"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Generate(dir, Options{}); !fault.Is(err, fault.Invalid) {
		t.Errorf("got %v", err)
	}
	if err := Generate(t.TempDir(), Options{Episodes: -1}); !fault.Is(err, fault.Invalid) {
		t.Errorf("got %v", err)
	}
}

func TestSilenceIsAnMP3(t *testing.T) {
	const length = 20*time.Second + 16*frameDuration
	data := silence("Ein Titel \U0001F3ED", length)
	info, err := audio.Probe(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if d := info.Duration - length; d.Abs() > 50*time.Millisecond {
		t.Errorf("%s long, want %s", info.Duration, length)
	}
	if info.Title != "Ein Titel ?" || info.BitRate != 8000 {
		t.Errorf("title %q, %d bit/s", info.Title, info.BitRate)
	}
}

func TestTranscriptsEndWithTheAudio(t *testing.T) {
	g := &generator{Options: Options{Seed: 3}}
	for i := range 50 {
		length := time.Duration(12+i) * time.Second
		cues, err := caption.ParseVTT([]byte(transcript(g.random("episode", i), length)))
		if err != nil {
			t.Fatal(err)
		}
		if n := len(cues); n == 0 || cues[n-1].End > length {
			t.Errorf("%d cues in %s", n, length)
		}
	}
}
