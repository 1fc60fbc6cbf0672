package main

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// visitors are people and programs that come to a site for everything it has: pages, feeds, searches, audio that they stop in the
// middle, and now and then a story.
type visitors struct {
	server  *process
	client  *http.Client
	paths   []string // of pages and feeds
	words   []string // for searches
	media   string   // path of an enclosure
	visits  atomic.Int64
	stories atomic.Int64
}

// newVisitors asks a server what there is.
func newVisitors(p *process) (*visitors, error) {
	v := &visitors{server: p, client: &http.Client{Timeout: time.Minute}, words: strings.Fields("machine sensor people plant data network the failure nothing-of-it"),
		paths: []string{"/podcast.xml", "/feed.xml", "/feed.atom", "/feed.json", "/sitemap.xml", "/stories/new", "/search", "/no-such-page"}}
	_, body, err := fetch(p.addr, request{method: "GET", path: "/sitemap.xml"})
	if err != nil {
		return nil, err
	}
	var sitemap struct {
		URLs []string `xml:"url>loc"`
	}
	if err := xml.Unmarshal(body, &sitemap); err != nil {
		return nil, fmt.Errorf("the sitemap: %w", err)
	}
	for _, address := range sitemap.URLs {
		v.paths = append(v.paths, strings.TrimPrefix(address, "http://"+p.addr))
	}
	v.media, err = enclosure(p)
	return v, err
}

// roam keeps n visitors on the site, each with a visit about every second, for a time.
func (v *visitors) roam(n int, length time.Duration) error {
	defer v.client.CloseIdleConnections()
	end, errs := time.Now().Add(length), make([]error, n)
	var running sync.WaitGroup
	for i := range n {
		running.Go(func() {
			for pause(end); time.Now().Before(end) && errs[i] == nil; pause(end) {
				errs[i] = v.visit()
			}
		})
	}
	running.Wait()
	return errors.Join(errs...)
}

// visit does one of the things visitors do: of a hundred, 60 read, 20 search, 18 listen and 2 send a story.
func (v *visitors) visit() error {
	v.visits.Add(1)
	switch dice := rand.IntN(100); {
	case dice < 60:
		return v.get(v.paths[rand.IntN(len(v.paths))], "", 1<<30)
	case dice < 80:
		return v.get("/search?q="+v.words[rand.IntN(len(v.words))]+"+"+v.words[rand.IntN(len(v.words))], "", 1<<30)
	case dice < 98:
		return v.get(v.media, fmt.Sprintf("bytes=%d-", rand.IntN(1<<16)), int64(rand.IntN(1<<18)))
	default:
		return v.tell()
	}
}

// get asks for a path, or a range of it, and hangs up after so many bytes.
func (v *visitors) get(path, span string, most int64) error {
	req, err := http.NewRequest(http.MethodGet, "http://"+v.server.addr+path, nil)
	if err != nil {
		return err
	}
	if span != "" {
		req.Header.Set("Range", span)
	}
	return v.do(req, most)
}

// tell sends a story that no name stands under.
func (v *visitors) tell() error {
	n := v.stories.Add(1)
	form := url.Values{"text": {fmt.Sprintf("Story %d: the pump ran until somebody looked at it.", n)}, "naming": {"none"}}
	req, err := http.NewRequest(http.MethodPost, "http://"+v.server.addr+"/stories/new", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(req, 1<<30)
}

// do sends a request and reads at most so many bytes of its answer, which may not be a failure of the server.
func (v *visitors) do(req *http.Request, most int64) error {
	resp, err := v.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= http.StatusInternalServerError {
		return fmt.Errorf("%s %s is answered %s", req.Method, req.URL.Path, resp.Status)
	}
	_, err = io.CopyN(io.Discard, resp.Body, most)
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
