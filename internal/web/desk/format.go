package desk

import (
	"strconv"
	"time"

	"insider/internal/web"
)

// In is a moment in the show's zone.
func (b Base) In(t time.Time) time.Time { return t.In(b.Show.Zone) }

// Ago says how long ago something was, in one short word for a narrow column: "now", "5 min", "3 h", "12 d".
func (b Base) Ago(t time.Time) string {
	switch d := b.Now.Sub(t); {
	case d < time.Minute:
		return "now"
	case d < time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + " min"
	case d < 24*time.Hour:
		return strconv.Itoa(int(d/time.Hour)) + " h"
	default:
		return strconv.Itoa(int(d/(24*time.Hour))) + " d"
	}
}

// plural says how many of something there are, e.g. "1 mistake", "2,000 readers".
func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return web.Number(n) + " " + noun
}

// pager is where a page of a list stands.
type pager struct {
	Page, Last     int
	Previous, Next string // paths with query, "" where there is none
}

// newPager returns the pager of n things, so many a page, under an address to which "page=N" is added.
func newPager(n, size, page int, path string) pager {
	p := pager{Page: page, Last: max(1, (n+size-1)/size)}
	if page > 1 {
		p.Previous = path + "page=" + strconv.Itoa(min(page-1, p.Last))
	}
	if page < p.Last {
		p.Next = path + "page=" + strconv.Itoa(page+1)
	}
	return p
}

// pageOf reads ?page=; anything but a number from 1 is the first page.
func pageOf(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 1_000_000 {
		return 1
	}
	return n
}
