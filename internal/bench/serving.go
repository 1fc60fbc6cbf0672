package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// pair is a request measured against a floor that gives the same answer.
type pair struct {
	what    string
	request request
	file    string // the file that a media floor serves, "" for a recorded answer
	limit   float64
}

const rounds = 9

// serving measures what readers and apps ask for all day, on the starter show served from its folder.
func (b *bench) serving() error {
	p, err := b.insider("content", filepath.Join(b.dir, "serving"))
	if err != nil {
		return err
	}
	defer p.stop()
	feed := request{method: "GET", path: "/podcast.xml", headers: []string{"Accept-Encoding: gzip"}}
	etag, err := etagOf(p, feed)
	if err != nil {
		return err
	}
	media, file, err := b.firstEnclosure(p)
	if err != nil {
		return err
	}
	for _, x := range []pair{
		{what: "cached page", request: request{method: "GET", path: "/"}, limit: 1.15},
		{what: "cached page, gzip", request: request{method: "GET", path: "/", headers: []string{"Accept-Encoding: gzip"}}, limit: 1.15},
		{what: "podcast feed, gzip", request: feed, limit: 1.15},
		{what: "podcast feed, 304", request: request{method: "GET", path: feed.path, headers: []string{"Accept-Encoding: gzip", "If-None-Match: " + etag}}, limit: 1.20},
		{what: "media, range of 256 KiB", request: request{method: "GET", path: media, headers: []string{"Range: bytes=0-262143"}}, file: file, limit: 1.15},
	} {
		if err := b.against(p, x); err != nil {
			return fmt.Errorf("%s: %w", x.what, err)
		}
	}
	return nil
}

// against measures one pair in interleaved rounds and adds its row: medians, and the median of the ratios.
func (b *bench) against(p *process, x pair) error {
	floor, err := b.floorFor(p, x)
	if err != nil {
		return err
	}
	defer floor.stop()
	n, err := opsFor(p, x.request, 400*time.Millisecond)
	if err != nil {
		return err
	}
	var ours, theirs, ratios []float64
	for range rounds {
		a, err := cpuPerOp(p, x.request, n)
		if err != nil {
			return err
		}
		f, err := cpuPerOp(floor, x.request, n)
		if err != nil {
			return fmt.Errorf("floor: %w", err)
		}
		ours, theirs, ratios = append(ours, us(a)), append(theirs, us(f)), append(ratios, us(a)/us(f))
	}
	b.table.add(row{what: x.what + ", us CPU", ours: fmt.Sprintf("%.1f", median(ours)), floor: fmt.Sprintf("%.1f", median(theirs)), ratio: median(ratios), limit: x.limit})
	return nil
}

// floorFor records the program's answer and starts a floor that gives the same.
func (b *bench) floorFor(p *process, x pair) (*process, error) {
	resp, body, err := fetch(p.addr, x.request)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= 400 {
		return nil, fmt.Errorf("%s answers %s", x.request.path, resp.Status)
	}
	if resp.Header.Get("Content-Length") == "" && resp.ContentLength > 0 {
		resp.Header.Set("Content-Length", fmt.Sprint(resp.ContentLength))
	}
	resp.Header.Del("Date")
	data, err := json.Marshal(recorded{Status: resp.StatusCode, Header: resp.Header, Body: body})
	if err != nil {
		return nil, err
	}
	name := filepath.Join(b.dir, "answer.json")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		return nil, err
	}
	if x.file != "" {
		return b.floor("file", name, x.file)
	}
	return b.floor("answer", name)
}

// opsFor returns how many requests take about the given processor time, after a warm-up.
func opsFor(p *process, q request, target time.Duration) (int, error) {
	per, err := cpuPerOp(p, q, 300)
	if err != nil {
		return 0, err
	}
	return max(200, int(target/max(per, time.Microsecond))), nil
}

func etagOf(p *process, q request) (string, error) {
	resp, _, err := fetch(p.addr, q)
	if err != nil {
		return "", err
	}
	etag := resp.Header.Get("ETag")
	if resp.StatusCode != http.StatusOK || etag == "" {
		return "", fmt.Errorf("%s answers %s, ETag %q", q.path, resp.Status, etag)
	}
	return etag, nil
}

// firstEnclosure returns the media path of the first enclosure in the feed and a file with the same bytes.
func (b *bench) firstEnclosure(p *process) (path, file string, err error) {
	_, feed, err := fetch(p.addr, request{method: "GET", path: "/podcast.xml"})
	if err != nil {
		return "", "", err
	}
	_, rest, found := strings.Cut(string(feed), `<enclosure url="http://`+p.addr)
	path, _, closed := strings.Cut(rest, `"`)
	if !found || !closed {
		return "", "", fmt.Errorf("the feed has no enclosure on %s", p.addr)
	}
	_, body, err := fetch(p.addr, request{method: "GET", path: path})
	if err != nil {
		return "", "", err
	}
	file = filepath.Join(b.dir, "enclosure")
	return path, file, os.WriteFile(file, body, 0o600)
}

func us(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e3 }
