package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// changing measures one changed article among 1,000 episodes and 9,000 articles, from the write to its new page and feeds.
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
	article, page, err := firstArticle(show)
	if err != nil {
		return err
	}
	var cpu []float64
	for i := range startRounds {
		if err := fetchFeeds(p); err != nil {
			return err
		}
		used, err := b.changeOnce(p, article, page, fmt.Sprintf("Round %d of the bench was here.", i))
		if err != nil {
			return err
		}
		cpu = append(cpu, used)
	}
	b.table.add(row{what: "one changed file among 10,000, ms CPU to page and feeds", ours: fmt.Sprintf("%.0f", median(cpu)), floor: "100", ratio: median(cpu) / 100, limit: 1})
	return nil
}

// changeOnce appends a sentence to an article and returns the processor time in ms until its page and the feeds are new.
func (b *bench) changeOnce(p *process, file, page, sentence string) (float64, error) {
	before, err := p.cpu()
	if err != nil {
		return 0, err
	}
	if err := appendTo(file, "\n\n"+sentence+"\n"); err != nil {
		return 0, err
	}
	deadline := time.Now().Add(30 * time.Second)
	for {
		_, body, err := fetch(p.addr, request{method: "GET", path: page})
		if err != nil {
			return 0, err
		}
		if bytes.Contains(body, []byte(sentence)) {
			break
		}
		if time.Now().After(deadline) {
			return 0, fmt.Errorf("%s does not change", page)
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err := fetchFeeds(p); err != nil {
		return 0, err
	}
	after, err := p.cpu()
	return float64((after - before).Microseconds()) / 1e3, err
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

// firstArticle returns the first article's file and its address.
func firstArticle(show string) (file, page string, err error) {
	entries, err := os.ReadDir(filepath.Join(show, "articles"))
	if err != nil {
		return "", "", err
	}
	for _, e := range entries {
		name := e.Name()
		file = filepath.Join(show, "articles", name)
		if e.IsDir() {
			file = filepath.Join(file, "index.md")
		}
		slug := name
		if ext := filepath.Ext(slug); ext == ".md" {
			slug = slug[:len(slug)-len(ext)]
		}
		if len(slug) > 11 && slug[4] == '-' && slug[7] == '-' && slug[10] == '-' {
			slug = slug[11:]
		}
		return file, "/articles/" + slug, nil
	}
	return "", "", fmt.Errorf("%s has no articles", show)
}

func appendTo(name, text string) error {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if _, err := f.WriteString(text); err != nil {
		return err
	}
	return f.Close()
}

// flat measures whether a page, a 304 and a feed cost the same against their floors on 10 items and on 10,000.
func (b *bench) flat() error {
	for _, size := range []struct{ episodes, articles int }{{5, 5}, {1000, 9000}} {
		show, err := b.show(size.episodes, size.articles)
		if err != nil {
			return err
		}
		p, err := b.insider(show, filepath.Join(b.dir, fmt.Sprintf("flat-%d", size.episodes)))
		if err != nil {
			return err
		}
		err = b.flatAt(p, fmt.Sprintf("%d items: ", size.episodes+size.articles))
		p.stop()
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) flatAt(p *process, prefix string) error {
	feed := request{method: "GET", path: "/feed.xml", headers: []string{"Accept-Encoding: gzip"}}
	etag, err := etagOf(p, feed)
	if err != nil {
		return err
	}
	for _, x := range []pair{
		{what: prefix + "home page", request: request{method: "GET", path: "/", headers: []string{"Accept-Encoding: gzip"}}, limit: 1.15},
		{what: prefix + "304", request: request{method: "GET", path: feed.path, headers: []string{"Accept-Encoding: gzip", "If-None-Match: " + etag}}, limit: 1.20},
		{what: prefix + "blog feed", request: feed, limit: 1.15},
	} {
		if err := b.against(p, x); err != nil {
			return fmt.Errorf("%s: %w", x.what, err)
		}
	}
	return nil
}
