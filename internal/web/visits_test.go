package web

import (
	"net/http/httptest"
	"net/netip"
	"net/url"
	"testing"

	"insider/internal/edition"
)

func TestVisits(t *testing.T) {
	base, err := url.Parse("https://show.example/podcast")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		peer, host, proto, path string
		all, elsewhere          int64
		other                   string
	}{
		"by the base URL":         {"10.0.0.1:1", "Show.Example", "https", "/podcast/", 1, 0, ""},
		"by another host":         {"10.0.0.1:1", "www.show.example", "https", "/podcast/", 1, 1, "https://www.show.example"},
		"in the clear":            {"10.0.0.1:1", "show.example", "http", "/podcast/", 1, 1, "http://show.example"},
		"proxy that is not named": {"10.9.0.1:1", "show.example", "https", "/podcast/", 1, 1, "http://show.example"},
		"a health check":          {"10.0.0.1:1", "127.0.0.1:8080", "", "/healthz", 0, 0, ""},
	} {
		s := New(Options{Base: base, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.1/32")}, Edition: func() *edition.Edition { return testEdition("one") }})
		r := httptest.NewRequest("GET", "http://"+c.host+c.path, nil)
		r.RemoteAddr = c.peer
		r.Header.Set("X-Forwarded-Proto", c.proto)
		s.ServeHTTP(httptest.NewRecorder(), r)
		if all, elsewhere, other := s.Visits(); all != c.all || elsewhere != c.elsewhere || other != c.other {
			t.Errorf("%s: %d, %d, %q", name, all, elsewhere, other)
		}
	}
}
