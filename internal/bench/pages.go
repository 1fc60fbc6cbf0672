package main

import (
	"context"
	"errors"
	"path/filepath"

	"insider/internal/browser"
)

// weighed is a page that stands for its class.
type weighed struct {
	what, content, path string
	class               browser.Class
}

var weighedPages = []weighed{
	{"home page", "content", "/", browser.Home},
	{"episode", "content", "/episodes/david-and-willem-interview-each-other", browser.Reading},
	{"episode of 60 chapters", "testdata/shows/hard", "/episodes/sixty-chapters", browser.Reading},
	{"article with everything", "testdata/shows/hard", "/articles/everything", browser.Reading},
	{"story form", "content", "/stories/new", browser.Reading},
	{"transcript of an hour", "testdata/shows/hard", "/episodes/sixty-chapters/transcript", browser.Transcript},
}

// pages weighs first visits in a browser against the budgets of the design.
func (b *bench) pages() error {
	tab, stop, err := browser.Start(context.Background(), filepath.Join(b.dir, "browser"))
	if errors.Is(err, browser.ErrMissing) {
		b.table.add(row{what: "first visits", note: err.Error()})
		return nil
	}
	if err != nil {
		return err
	}
	defer stop()
	servers := map[string]*process{}
	for _, page := range weighedPages {
		s := servers[page.content]
		if s == nil {
			if s, err = b.insider(page.content, filepath.Join(b.dir, "pages", page.content)); err != nil {
				return err
			}
			defer s.stop()
			servers[page.content] = s
		}
		w, err := browser.Weigh(tab, "http://"+s.addr+page.path, "")
		if err != nil {
			return err
		}
		budget := page.class.Budget()
		b.table.add(row{what: page.what + ", KiB code, scripts, faces; requests", ours: w.String(), floor: budget.String(), ratio: w.Share(budget), limit: 1})
	}
	return nil
}
