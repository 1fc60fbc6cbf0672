package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// servingMeanwhile measures how quickly a server answers while it builds its first index of 2,000 long transcripts, against the
// same server when that is done.
func (b *bench) servingMeanwhile() error {
	show, err := b.longShow()
	if err != nil {
		return err
	}
	_, episode, err := newest(show, "episodes")
	if err != nil {
		return err
	}
	p, err := b.insider(show, filepath.Join(b.dir, "meanwhile"))
	if err != nil {
		return err
	}
	defer p.stop()
	pages := []string{"/", episode}
	during, resident := make([][]float64, len(pages)), 0.0
	for whole := false; !whole; {
		if err := p.answers(pages, during); err != nil {
			return err
		}
		mib, err := p.resident()
		if err != nil {
			return err
		}
		resident = max(resident, mib)
		if whole, err = p.indexed(); err != nil {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
	used, err := p.cpu()
	if err != nil {
		return err
	}
	if _, body, err := fetch(p.addr, request{method: "GET", path: "/search?q=" + vocabularyWords()[100]}); err != nil || !bytes.Contains(body, []byte(`id="in-transcripts"`)) {
		return fmt.Errorf("nothing is found in the transcripts: %w", err)
	}
	time.Sleep(2 * time.Second)
	after := make([][]float64, len(pages))
	for range during[0] {
		if err := p.answers(pages, after); err != nil {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
	for i, what := range []string{"home", "episode"} {
		b.table.add(row{what: "search, " + what + " while the index is built, ms until answered", ours: format(during[i], "%.2f"), floor: format(after[i], "%.2f"),
			ratio: median(during[i]) / median(after[i]), note: fmt.Sprintf("(floor is the same afterwards; %d answers each, %.0f ms at most)", len(during[i]), highest(during[i]))})
	}
	b.table.add(row{what: "search, 2,000 episodes read and indexed by a server, s CPU", ours: fmt.Sprintf("%.0f", used.Seconds())})
	b.table.add(row{what: "search, resident meanwhile at most, MiB", ours: fmt.Sprintf("%.0f", resident)})
	return nil
}

// answers adds for each page how long its answer took in ms.
func (p *process) answers(pages []string, to [][]float64) error {
	for i, path := range pages {
		begun := time.Now()
		if _, _, err := fetch(p.addr, request{method: "GET", path: path, headers: []string{"Accept-Encoding: gzip"}}); err != nil {
			return err
		}
		to[i] = append(to[i], milliseconds(time.Since(begun)))
	}
	return nil
}

func highest(values []float64) float64 {
	most := 0.0
	for _, v := range values {
		most = max(most, v)
	}
	return most
}

// indexed reports whether everything public is in the search index.
func (p *process) indexed() (bool, error) {
	_, body, err := fetch(p.addr, request{method: "GET", path: "/readyz"})
	return bytes.Contains(body, []byte(`"search":"ok"`)), err
}

// settle waits until the search index is whole: until then a server works in the background.
func (p *process) settle() error {
	for deadline := time.Now().Add(10 * time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if whole, err := p.indexed(); whole || err != nil {
			return err
		}
	}
	return fmt.Errorf("the search index is not built")
}

// longShow generates a show of 2,000 episodes and gives each a transcript of 8,000 words.
func (b *bench) longShow() (string, error) {
	dir, err := b.show(scripts, 0)
	if err != nil {
		return "", err
	}
	names, i := vocabularyWords(), uint64(0)
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() != "transcript.vtt" {
			return err
		}
		i++
		return os.WriteFile(name, []byte(longTranscript(names, i)), 0o644)
	})
	if err != nil {
		return "", err
	}
	return dir, settle(dir)
}

func longTranscript(names []string, seed uint64) string {
	frequency := rand.NewZipf(rand.New(rand.NewPCG(2, seed)), 1.1, 3, vocabulary-1)
	var b strings.Builder
	b.WriteString("WEBVTT\n")
	clock := func(seconds int) string {
		return fmt.Sprintf("%02d:%02d:%02d.000", seconds/3600, seconds/60%60, seconds%60)
	}
	for i := range scriptWords / cueWords {
		fmt.Fprintf(&b, "\n%s --> %s\n<v %s>", clock(i*5), clock(i*5+5), []string{"Ada", "Ben", "Guest"}[i/4%3])
		for range cueWords {
			b.WriteString(names[frequency.Uint64()] + " ")
		}
		b.WriteString("</v>\n")
	}
	return b.String()
}
