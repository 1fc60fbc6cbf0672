package main

import (
	"fmt"
	"path/filepath"
)

// flat measures whether a page, a 304 and a feed cost the same on 10 items and on 10,000. The answers are not the same
// bytes, so each is held against its own floor, and the two ratios against each other.
func (b *bench) flat() error {
	few, err := b.serveShow(5, 5)
	if err != nil {
		return err
	}
	defer few.stop()
	many, err := b.serveShow(1000, 9000)
	if err != nil {
		return err
	}
	defer many.stop()
	feed := request{method: "GET", path: "/feed.xml", headers: []string{"Accept-Encoding: gzip"}}
	for _, x := range []struct {
		what string
		of   func(*process) (request, error)
	}{
		{"home page, gzip", always(request{method: "GET", path: "/", headers: feed.headers})},
		{"blog feed, gzip", always(feed)},
		{"blog feed, 304", func(p *process) (request, error) {
			etag, err := etagOf(p, feed)
			return request{method: "GET", path: feed.path, headers: []string{"Accept-Encoding: gzip", "If-None-Match: " + etag}}, err
		}},
	} {
		if err := b.compareSizes(x.what, few, many, x.of); err != nil {
			return fmt.Errorf("%s: %w", x.what, err)
		}
	}
	return nil
}

func always(q request) func(*process) (request, error) {
	return func(*process) (request, error) { return q, nil }
}

func (b *bench) serveShow(episodes, articles int) (*process, error) {
	show, err := b.show(episodes, articles)
	if err != nil {
		return nil, err
	}
	p, err := b.insider(show, filepath.Join(b.dir, fmt.Sprintf("flat-%d", episodes+articles)))
	if err != nil {
		return nil, err
	}
	return p, p.settle()
}

// compareSizes adds the row of one request: what it costs on many items, and on few.
func (b *bench) compareSizes(what string, few, many *process, of func(*process) (request, error)) error {
	var targets []target
	for _, p := range []*process{few, many} {
		q, err := of(p)
		if err != nil {
			return err
		}
		floor, err := b.floorFor(p, pair{request: q})
		if err != nil {
			return err
		}
		defer floor.stop()
		targets = append(targets, target{p, q}, target{floor, q})
	}
	cost, err := inTurns(targets...)
	if err != nil {
		return err
	}
	onFew, onMany := ratios(cost[0], cost[1]), ratios(cost[2], cost[3])
	b.table.add(row{what: what + ", 10,000 items, us CPU", ours: format(cost[2], "%.1f"), floor: format(cost[0], "%.1f"),
		ratio: median(ratios(onMany, onFew)), limit: 1.1, note: fmt.Sprintf("(floor: the same on 10 items; %.2f and %.2f of bare answers)", median(onMany), median(onFew))})
	return nil
}
