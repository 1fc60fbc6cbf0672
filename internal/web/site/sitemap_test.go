package site

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestSitemapLeadsOnlyToPagesThatAreThere(t *testing.T) {
	server := whole(t, fixture(t, 3), "https://example.org/show")
	w := ask(t, server, http.MethodGet, "/show/sitemap.xml")
	var doc struct {
		URLs []struct {
			Address  string `xml:"loc"`
			Modified string `xml:"lastmod"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
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

func TestRobots(t *testing.T) {
	source := fixture(t, 1)
	body := ask(t, whole(t, source, "https://example.org/show"), http.MethodGet, "/show/robots.txt").Body.String()
	for _, want := range []string{"Disallow: /show/desk\n", "Sitemap: https://example.org/show/sitemap.xml\n"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing in\n%s", want, body)
		}
	}
	source.Drafts = true
	if body := ask(t, whole(t, source, "https://example.org"), http.MethodGet, "/robots.txt").Body.String(); !strings.Contains(body, "Disallow: /\n") {
		t.Errorf("drafts may be crawled:\n%s", body)
	}
}

func TestSecurity(t *testing.T) {
	for contact, want := range map[string]string{
		"show@insider.example":          "Contact: mailto:show@insider.example\n",
		"https://insider.example/write": "Contact: https://insider.example/write\n",
		"":                              "Contact: https://insider.example/\n",
	} {
		source := fixture(t, 1)
		source.Show.Contact = contact
		body := ask(t, whole(t, source, "https://insider.example"), http.MethodGet, "/.well-known/security.txt").Body.String()
		for _, want := range []string{want, "Expires: 2027-05-13T00:00:00Z\n", "Canonical: https://insider.example/.well-known/security.txt\n"} {
			if !strings.Contains(body, want) {
				t.Errorf("%q is missing in\n%s", want, body)
			}
		}
	}
}
