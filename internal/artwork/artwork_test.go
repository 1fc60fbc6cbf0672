package artwork_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"insider/internal/artwork"
	"insider/internal/derived"
	"insider/internal/fault"
	"insider/internal/picture"
	"insider/internal/show"
)

// content is a folder with one cover, and counts how often it was opened.
type content struct {
	dir    string
	opened atomic.Int32
}

func (c *content) open(source string) (artwork.Source, error) {
	c.opened.Add(1)
	return os.Open(filepath.Join(c.dir, source))
}

// cover writes a cover and returns it as content would.
func (c *content) cover(t *testing.T, side int) *show.File {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White})); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(c.dir, "cover.png")
	if err := os.WriteFile(name, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return &show.File{Name: "cover.png", Source: "cover.png", Bytes: info.Size(), ModTime: info.ModTime(), Hash: "0123456789abcdef0123", Width: side, Height: side}
}

func keeper(t *testing.T, folder string, c *content) *artwork.Keeper {
	t.Helper()
	return artwork.New(open(t, folder), c.open)
}

func open(t *testing.T, folder string) *derived.Folder {
	t.Helper()
	f, err := derived.Open(folder, slog.New(slog.DiscardHandler), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func side(t *testing.T, k *artwork.Keeper, f *show.File, side int) int {
	t.Helper()
	file, err := k.Open(t.Context(), f, side)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	info, err := picture.Probe(file)
	if err != nil || info.Type != "image/jpeg" || info.Width != info.Height {
		t.Fatalf("%+v, %v", info, err)
	}
	return info.Width
}

func TestSizesAreMadeOnce(t *testing.T) {
	c := &content{dir: t.TempDir()}
	folder := filepath.Join(t.TempDir(), "new", "covers")
	k, f := keeper(t, folder, c), c.cover(t, 1400)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			file, err := k.Open(t.Context(), f, 300)
			if err != nil {
				t.Error(err)
				return
			}
			_ = file.Close()
		})
	}
	group.Wait()
	if got := side(t, k, f, 300); got != 300 || c.opened.Load() != 1 {
		t.Errorf("side %d, made %d times", got, c.opened.Load())
	}
	again := keeper(t, folder, c)
	if got := side(t, again, f, 300); got != 300 || c.opened.Load() != 1 {
		t.Errorf("after a restart: side %d, made %d times", got, c.opened.Load())
	}
	if got := side(t, again, f, 600); got != 600 || c.opened.Load() != 2 {
		t.Errorf("another size: side %d, made %d times", got, c.opened.Load())
	}
}

func TestFailures(t *testing.T) {
	c := &content{dir: t.TempDir()}
	k, f := keeper(t, t.TempDir(), c), c.cover(t, 1400)
	changed := *f
	changed.Bytes++
	if _, err := k.Open(t.Context(), &changed, 300); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a cover that is being changed: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := k.Open(ctx, f, 300); !errors.Is(err, context.Canceled) {
		t.Errorf("a client that left: %v", err)
	}
	broken := artwork.New(open(t, t.TempDir()), func(string) (artwork.Source, error) { return nil, io.ErrUnexpectedEOF })
	if _, err := broken.Open(t.Context(), f, 300); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a folder that cannot be read: %v", err)
	}
	if err := os.WriteFile(filepath.Join(c.dir, "cover.png"), bytes.Repeat([]byte{1}, int(f.Bytes)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(filepath.Join(c.dir, "cover.png"), f.ModTime, f.ModTime); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Open(t.Context(), f, 300); !fault.Is(err, fault.Invalid) {
		t.Errorf("no picture: %v", err)
	}
}
