package site

import (
	"encoding/xml"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"insider/internal/show"
)

func TestSitemapLeadsOnlyToPagesThatAreThere(t *testing.T) {
	server := whole(t, fixture(t, 3), "https://example.org/show")
	w := ask(t, server, http.MethodGet, "/show/sitemap.xml")
	doc := readMap(t, w.Body.Bytes())
	var paths []string
	for _, u := range doc.URLs {
		path, ok := strings.CutPrefix(u.Address, "https://example.org")
		if !ok {
			t.Errorf("%s leads elsewhere", u.Address)
		}
		if page := ask(t, server, http.MethodGet, path); page.Code != http.StatusOK {
			t.Errorf("%s answers %d", path, page.Code)
		}
		paths = append(paths, path)
	}
	for _, want := range []string{"/show/", "/show/episodes", "/show/episodes/episode-2", "/show/episodes/episode-2/transcript", "/show/articles/article-1",
		"/show/stories/story-1", "/show/about", "/show/people/ada", "/show/topics/culture", "/show/seasons/1"} {
		if !slices.Contains(paths, want) {
			t.Errorf("%s is missing in %v", want, paths)
		}
	}
}

// mapped is a sitemap or an index as read back.
type mapped struct {
	XMLName xml.Name
	URLs    []struct {
		Address  string   `xml:"loc"`
		Modified string   `xml:"lastmod"`
		Images   []string `xml:"http://www.google.com/schemas/sitemap-image/1.1 image>loc"`
	} `xml:"url"`
	Parts []struct {
		Address string `xml:"loc"`
	} `xml:"sitemap"`
}

func readMap(t *testing.T, data []byte) mapped {
	t.Helper()
	var m mapped
	if err := xml.Unmarshal(data, &m); err != nil || m.XMLName.Space != sitemapSpace {
		t.Fatalf("%v, %v", err, m.XMLName)
	}
	return m
}

func TestSitemapNamesPictures(t *testing.T) {
	source := fixture(t, 2)
	a := source.Articles[0]
	a.Cover = &show.Image{Path: show.MediaPath(show.Articles, a.Slug, "cover.jpg"), Width: 800, Height: 600}
	a.Files = []*show.File{{Name: "cover.jpg", Width: 800}, {Name: "a&b.png", Width: 10}, {Name: "data.csv"}}
	source.Episodes[0].Cover = &show.Image{Path: "/media/episodes/episode-1/cover.jpg", Width: 3000, Height: 3000}
	source.People[0].Picture = &show.Image{Path: "/media/people/ada/ada.jpg", Width: 10, Height: 10}
	m := readMap(t, ask(t, whole(t, source, "https://example.org/show"), http.MethodGet, "/show/sitemap.xml").Body.Bytes())
	got := map[string][]string{}
	for _, u := range m.URLs {
		if len(u.Images) > 0 {
			got[u.Address] = u.Images
		}
	}
	const at = "https://example.org/show"
	want := map[string][]string{
		at + "/":                   {at + "/media/show/abc/cover.jpg"},
		at + "/articles/article-1": {at + "/media/articles/article-1/cover.jpg", at + "/media/articles/article-1/a&b.png"},
		at + "/episodes/episode-1": {at + "/media/episodes/episode-1/cover.jpg"},
		at + "/people/ada":         {at + "/media/people/ada/ada.jpg"},
	}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("%v", got)
	}
}

// TestSitemapInParts holds more addresses than one map may: every address is in one of the maps that the index names.
func TestSitemapInParts(t *testing.T) {
	source := fixture(t, 1)
	body := source.Articles[0].Body
	for i := range sitemapURLs {
		source.Articles = append(source.Articles, &show.Article{Slug: "a" + strconv.Itoa(i), Title: "A", Date: day(0), Body: body})
	}
	server := whole(t, source, "https://example.org")
	index := readMap(t, ask(t, server, http.MethodGet, "/sitemap.xml").Body.Bytes())
	if index.XMLName.Local != "sitemapindex" || len(index.Parts) != 2 {
		t.Fatalf("%s of %d", index.XMLName.Local, len(index.Parts))
	}
	seen := map[string]bool{}
	for _, part := range index.Parts {
		m := readMap(t, ask(t, server, http.MethodGet, strings.TrimPrefix(part.Address, "https://example.org")).Body.Bytes())
		if m.XMLName.Local != "urlset" || len(m.URLs) == 0 || len(m.URLs) > sitemapURLs {
			t.Errorf("%s is a %s of %d", part.Address, m.XMLName.Local, len(m.URLs))
		}
		for _, u := range m.URLs {
			seen[u.Address] = true
		}
	}
	if len(seen) < sitemapURLs+1 || !seen["https://example.org/articles/a0"] || !seen["https://example.org/people/ada"] {
		t.Errorf("%d addresses", len(seen))
	}
	if w := ask(t, server, http.MethodGet, "/sitemap.xml?page=4"); w.Code != http.StatusNotFound {
		t.Errorf("a page beyond the last answers %d", w.Code)
	}
}

func TestSitemapPartsKeepTheirSize(t *testing.T) {
	urls := make([]sitemapURL, 40)
	for i := range urls {
		urls[i].Address = "https://example.org/" + strings.Repeat("x", i)
	}
	parts, err := sitemapParts(urls, 1000, 700)
	if err != nil || len(parts) < 3 {
		t.Fatalf("%d parts, %v", len(parts), err)
	}
	n := 0
	for _, p := range parts {
		if n += len(readMap(t, p).URLs); len(p) > 700 {
			t.Errorf("%d bytes", len(p))
		}
	}
	if n != len(urls) {
		t.Errorf("%d addresses of %d", n, len(urls))
	}
	if parts, err := sitemapParts(nil, 1, 1); err != nil || len(parts) != 1 || len(readMap(t, parts[0]).URLs) != 0 {
		t.Errorf("of nothing: %v", err)
	}
}
