package site

import (
	"strconv"

	"insider/internal/fault"
	"insider/internal/show"
)

// perPage is how many rows a list shows.
const perPage = 20

// pager is the numbered pages under a list.
type pager struct {
	Page, Pages    int
	Previous, Next string // paths, "" where there is none
	Numbers        []pageNumber
}

// pageNumber is one number, or a gap with Number 0.
type pageNumber struct {
	Number  int
	Path    string
	Current bool
}

// paginate cuts one page out of items and says where the others are. A page beyond the last is not found.
func paginate(items []show.Item, path string, page int) ([]show.Item, pager, error) {
	pages := max(1, (len(items)+perPage-1)/perPage)
	if page > pages {
		return nil, pager{}, fault.New(fault.NotFound, "The list has no page %d. It ends with page %d.", page, pages)
	}
	p := pager{Page: page, Pages: pages}
	if page > 1 {
		p.Previous = pagePath(path, page-1)
	}
	if page < pages {
		p.Next = pagePath(path, page+1)
	}
	last := 0
	for n := 1; n <= pages; n++ {
		if n > 1 && n < pages && (n < page-2 || n > page+2) {
			continue
		}
		if n > last+1 {
			p.Numbers = append(p.Numbers, pageNumber{})
		}
		p.Numbers = append(p.Numbers, pageNumber{n, pagePath(path, n), n == page})
		last = n
	}
	from := (page - 1) * perPage
	return items[from:min(from+perPage, len(items))], p, nil
}

// pagePath is the address of a page of a list; the first has no number.
func pagePath(path string, page int) string {
	if page == 1 {
		return path
	}
	return path + "?page=" + strconv.Itoa(page)
}
