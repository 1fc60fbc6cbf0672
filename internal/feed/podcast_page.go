package feed

import (
	"strconv"

	"insider/internal/fault"
	"insider/internal/show"
)

// defaultLimit is how many items one page of a podcast feed holds when the show does not say.
const defaultLimit = 1000

// page is one page of a paged feed as RFC 5005, section 3, has it.
type page struct {
	number, last int
	episodes     []*show.Episode
}

// pageOf cuts a page out of the items of a feed, the newest first. One behind the last is fault.NotFound.
func pageOf(s *show.Show, episodes []*show.Episode, number int) (page, error) {
	var listed []*show.Episode
	for _, ep := range episodes {
		if Listable(ep) {
			listed = append(listed, ep)
		}
	}
	limit := s.FeedLimit
	if limit <= 0 {
		limit = defaultLimit
	}
	last := max(1, (len(listed)+limit-1)/limit)
	if number < 1 || number > last {
		return page{}, fault.New(fault.NotFound, "The feed has no page %d.", number)
	}
	from := (number - 1) * limit
	return page{number, last, listed[from:min(from+limit, len(listed))]}, nil
}

// PagePath is the address of a page of a feed: the first one has no number.
func PagePath(path string, number int) string {
	if number <= 1 {
		return path
	}
	return path + "?page=" + strconv.Itoa(number)
}

// links are the addresses of the other pages; a feed of one page has none.
func (p page) links(feed string) []atomLink {
	if p.last == 1 {
		return nil
	}
	const mime = "application/rss+xml"
	links := []atomLink{{PagePath(feed, 1), "first", mime}, {PagePath(feed, p.last), "last", mime}}
	if p.number < p.last {
		links = append(links, atomLink{PagePath(feed, p.number+1), "next", mime})
	}
	if p.number > 1 {
		links = append(links, atomLink{PagePath(feed, p.number-1), "previous", mime})
	}
	return links
}
