package site

import (
	"net/http"
	"strings"
	"testing"
)

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
