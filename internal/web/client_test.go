package web

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

func TestClientAddressComesFromTrustedProxiesOnly(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080", func(o *Options) {
		o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	})
	var got string
	var secure bool
	s.Handle("GET", "/", ClassForm, func(w http.ResponseWriter, r *http.Request) error {
		got, secure = ClientAddr(r).String(), s.secure(r)
		return s.Write(w, r, ClassForm, Page(nil))
	})
	cases := []struct {
		peer, forwarded, proto string
		want                   string
		secure                 bool
	}{
		{"192.0.2.1:5", "", "", "192.0.2.1", false},
		{"192.0.2.1:5", "203.0.113.9", "https", "192.0.2.1", false},
		{"10.1.1.1:5", "203.0.113.9", "https", "203.0.113.9", true},
		{"10.1.1.1:5", "198.51.100.1, 203.0.113.9, 10.2.2.2", "HTTPS", "203.0.113.9", true},
		{"10.1.1.1:5", "10.3.3.3, 10.2.2.2", "http", "10.3.3.3", false},
		{"10.1.1.1:5", "", "", "10.1.1.1", false},
		{"10.1.1.1:5", "203.0.113.9, nonsense", "", "10.1.1.1", false},
		{"10.1.1.1:5", "203.0.113.9:80, 10.2.2.2", "", "10.2.2.2", false},
		{"[::ffff:10.1.1.1]:5", "::ffff:203.0.113.9", "", "203.0.113.9", false},
		{"[fd00::1]:5", "2001:db8::7%eth0", "", "2001:db8::7", false},
		{"@", "203.0.113.9", "https", "203.0.113.9", true},
		{"@", "", "", "invalid IP", false},
	}
	for _, c := range cases {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.peer
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		r.Header.Set("X-Forwarded-Proto", c.proto)
		s.ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want || secure != c.secure {
			t.Errorf("%+v: %s %v", c, got, secure)
		}
	}
}

// FuzzClientAddr reads what strangers write into X-Forwarded-For: an address that is no proxy's own, or the peer.
func FuzzClientAddr(f *testing.F) {
	proxies := netip.MustParsePrefix("10.0.0.0/8")
	s, _ := testServer(f, "http://localhost:8080", func(o *Options) { o.TrustedProxies = []netip.Prefix{proxies} })
	for _, seed := range []string{"", "203.0.113.9", "203.0.113.9, 10.2.2.2", "::ffff:203.0.113.9", "fe80::1%eth0", "unknown, ,", "[2001:db8::1]:80"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, forwarded string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("X-Forwarded-For", forwarded)
		r.RemoteAddr = "192.0.2.1:5"
		if a := s.ClientAddr(r); a.String() != "192.0.2.1" {
			t.Fatalf("%q of a stranger gave %v", forwarded, a)
		}
		r.RemoteAddr = "10.1.1.1:5"
		a := s.ClientAddr(r)
		if !a.IsValid() || a.Zone() != "" || a.Is4In6() || !proxies.Contains(a) && !named(forwarded, a) {
			t.Fatalf("%q gave %v", forwarded, a)
		}
	})
}

// named says that one of the hops is the address, however it is written.
func named(forwarded string, a netip.Addr) bool {
	for hop := range strings.SplitSeq(forwarded, ",") {
		if b, err := netip.ParseAddr(strings.TrimSpace(hop)); err == nil && b.Unmap().WithZone("") == a {
			return true
		}
	}
	return false
}
