package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// pair is a request measured against a floor that gives the same answer.
type pair struct {
	what    string
	request request
	file    string // the file that a media floor serves, "" for a recorded answer
	limit   float64
}

// serving measures what readers and apps ask for all day, on the starter show served from its folder.
func (b *bench) serving() error {
	p, err := b.insider("content", filepath.Join(b.dir, "serving"))
	if err != nil {
		return err
	}
	defer p.stop()
	if err := p.settle(); err != nil {
		return err
	}
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

// against measures one pair in turns and adds its row.
func (b *bench) against(p *process, x pair) error {
	floor, err := b.floorFor(p, x)
	if err != nil {
		return err
	}
	defer floor.stop()
	cost, err := inTurns(target{p, x.request}, target{floor, x.request})
	if err != nil {
		return err
	}
	b.table.add(row{what: x.what + ", us CPU", ours: format(cost[0], "%.1f"), floor: format(cost[1], "%.1f"), ratio: median(ratios(cost[0], cost[1])), limit: x.limit})
	return nil
}

// floorFor records the program's answer, starts a floor and makes sure that it gives the same.
func (b *bench) floorFor(p *process, x pair) (*process, error) {
	resp, body, err := fetch(p.addr, x.request)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= 400 {
		return nil, fmt.Errorf("%s answers %s", x.request.path, resp.Status)
	}
	rec := recorded{resp.StatusCode, varying(resp.Header), body}
	name := filepath.Join(b.dir, "answer.json")
	if err := writeJSON(name, rec); err != nil {
		return nil, err
	}
	args := []string{"floor-answer", name}
	if x.file != "" {
		args = []string{"floor-file", name, x.file}
	}
	floor, err := b.floor(args...)
	if err != nil {
		return nil, err
	}
	if err := sameAnswer(floor, x.request, rec); err != nil {
		floor.stop()
		return nil, err
	}
	return floor, nil
}

// varying returns the headers without Date, which net/http writes by itself.
func varying(h http.Header) http.Header {
	h.Del("Date")
	return h
}

func writeJSON(name string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o600)
}

// sameAnswer reports how a floor's answer differs from what was recorded.
func sameAnswer(floor *process, q request, rec recorded) error {
	resp, body, err := fetch(floor.addr, q)
	if err != nil {
		return err
	}
	got := varying(resp.Header)
	switch {
	case resp.StatusCode != rec.Status:
		return fmt.Errorf("the floor answers %d, not %d", resp.StatusCode, rec.Status)
	case !maps.EqualFunc(got, rec.Header, slices.Equal[[]string]):
		return fmt.Errorf("the floor writes other headers: %v, not %v", got, rec.Header)
	case !bytes.Equal(body, rec.Body):
		return errors.New("the floor writes another body")
	}
	return nil
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

// firstEnclosure returns the media path of the first enclosure in the feed and a file with the same bytes and time.
func (b *bench) firstEnclosure(p *process) (path, file string, err error) {
	if path, err = enclosure(p); err != nil {
		return "", "", err
	}
	resp, body, err := fetch(p.addr, request{method: "GET", path: path})
	if err != nil {
		return "", "", err
	}
	modified, err := http.ParseTime(resp.Header.Get("Last-Modified"))
	if err != nil {
		return "", "", err
	}
	file = filepath.Join(b.dir, "enclosure")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		return "", "", err
	}
	return path, file, os.Chtimes(file, modified, modified)
}

// enclosure returns the path of the first enclosure in the podcast feed.
func enclosure(p *process) (string, error) {
	_, feed, err := fetch(p.addr, request{method: "GET", path: "/podcast.xml"})
	if err != nil {
		return "", err
	}
	_, rest, found := strings.Cut(string(feed), `<enclosure url="http://`+p.addr)
	path, _, closed := strings.Cut(rest, `"`)
	if !found || !closed {
		return "", fmt.Errorf("the feed has no enclosure on %s", p.addr)
	}
	return path, nil
}
