package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

const changes = 9

// changing measures one changed file among 1,000 episodes and 9,000 articles, from the write to its new page and feeds: the
// newest article, which is in every blog feed, and the newest episode.
func (b *bench) changing() error {
	show, err := b.show(1000, 9000)
	if err != nil {
		return err
	}
	p, err := b.insider(show, filepath.Join(b.dir, "changing"))
	if err != nil {
		return err
	}
	defer p.stop()
	if err := p.settle(); err != nil {
		return err
	}
	for _, kind := range []string{"article", "episode"} {
		file, page, err := newest(show, kind+"s")
		if err != nil {
			return err
		}
		var cpu []float64
		for i := range changes {
			used, err := changeOnce(p, file, page, fmt.Sprintf("Round %d of the bench was here.", i))
			if err != nil {
				return err
			}
			cpu = append(cpu, used)
		}
		b.table.add(row{what: "one changed " + kind + " among 10,000 items, ms CPU", ours: format(cpu, "%.0f"), floor: "100", ratio: median(cpu) / 100, limit: 1,
			note: "(from the write to its page and four new feeds)"})
	}
	return nil
}

// changeOnce writes a sentence into a file and returns the processor time in ms until its page and the feeds are new. Feeds
// are read before, so that nothing else is left to do.
func changeOnce(p *process, file, page, sentence string) (float64, error) {
	if err := fetchFeeds(p); err != nil {
		return 0, err
	}
	time.Sleep(time.Second) // the change before is done with, loops are at rest
	before, err := p.cpu()
	if err != nil {
		return 0, err
	}
	if err := writeInto(file, sentence); err != nil {
		return 0, err
	}
	if err := waitFor(p, page, sentence); err != nil {
		return 0, err
	}
	if err := fetchFeeds(p); err != nil {
		return 0, err
	}
	after, err := p.cpu()
	return milliseconds(after - before), err
}

func waitFor(p *process, page, sentence string) error {
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		_, body, err := fetch(p.addr, request{method: "GET", path: page})
		if err != nil {
			return err
		}
		if bytes.Contains(body, []byte(sentence)) {
			return nil
		}
	}
	return fmt.Errorf("%s does not change", page)
}

func fetchFeeds(p *process) error {
	for _, path := range []string{"/podcast.xml", "/feed.xml", "/feed.atom", "/feed.json"} {
		resp, _, err := fetch(p.addr, request{method: "GET", path: path, headers: []string{"Accept-Encoding: gzip"}})
		if err != nil {
			return err
		}
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("%s answers %s", path, resp.Status)
		}
	}
	return nil
}

var dated = regexp.MustCompile(`^\d{4}-\d\d-\d\d-`)

// newest returns file and address of the last item of a kind: names begin with their dates.
func newest(show, kind string) (file, page string, err error) {
	entries, err := os.ReadDir(filepath.Join(show, kind))
	if err != nil || len(entries) == 0 {
		return "", "", fmt.Errorf("%s has no %s: %w", show, kind, err)
	}
	last := entries[len(entries)-1]
	file = filepath.Join(show, kind, last.Name())
	name := last.Name()
	if last.IsDir() {
		file = filepath.Join(file, "index.md")
	} else {
		name = name[:len(name)-len(filepath.Ext(name))]
	}
	return file, "/" + kind + "/" + dated.ReplaceAllString(name, ""), nil
}

// writeInto puts a paragraph at the start of a file's text.
func writeInto(name, paragraph string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	front, text, found := bytes.Cut(data, []byte("\n---\n"))
	if !found {
		return fmt.Errorf("%s has no front matter", name)
	}
	return os.WriteFile(name, fmt.Appendf(nil, "%s\n---\n\n%s\n%s", front, paragraph, text), 0o644)
}
