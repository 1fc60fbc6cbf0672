package web

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"insider/internal/edition"
)

// TestPolicies writes down what each class promises; a change of a policy is a change here.
func TestPolicies(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080")
	for path, class := range map[string]Class{"/page": ClassPage, "/form": ClassForm, "/desk": ClassDesk, "/feed": ClassFeed,
		"/companion": ClassCompanion, "/asset": ClassAsset, "/media": ClassMedia, "/embed": ClassEmbed} {
		s.Handle("GET", path, class, func(w http.ResponseWriter, r *http.Request) error {
			return s.Write(w, r, class, Page([]byte("body")))
		})
	}
	for path, want := range map[string]struct {
		cache, referrer, corp, coop, origin string
		csp                                 []string
	}{
		"/page": {"public, max-age=0, must-revalidate", "strict-origin-when-cross-origin", "same-origin", "same-origin", "",
			[]string{"frame-ancestors 'none'", "style-src 'self'", "form-action 'self'"}},
		"/form":      {"no-store", "no-referrer", "same-origin", "same-origin", "", []string{"frame-ancestors 'none'", "form-action 'self'"}},
		"/desk":      {"no-store", "strict-origin", "same-origin", "same-origin", "", []string{"frame-ancestors 'none'", "form-action 'self'"}},
		"/feed":      {"public, max-age=300", "no-referrer", "cross-origin", "", "", []string{"form-action 'none'"}},
		"/companion": {"public, max-age=300", "no-referrer", "cross-origin", "", "*", []string{"sandbox"}},
		"/asset":     {"public, max-age=31536000, immutable", "", "", "", "*", nil},
		"/media":     {"public, max-age=3600", "no-referrer", "cross-origin", "", "*", []string{"media-src 'self'"}},
		"/embed":     {"public, max-age=300", "no-referrer", "cross-origin", "", "", []string{"frame-ancestors *", "form-action 'none'", "script-src 'self';"}},
	} {
		h := ask(s, "GET", path).Header()
		for name, value := range map[string]string{"Cache-Control": want.cache, "Referrer-Policy": want.referrer, "Cross-Origin-Resource-Policy": want.corp,
			"Cross-Origin-Opener-Policy": want.coop, "Access-Control-Allow-Origin": want.origin, "X-Content-Type-Options": "nosniff"} {
			if got := h.Get(name); got != value {
				t.Errorf("%s: %s %q, want %q", path, name, got, value)
			}
		}
		csp := h.Get("Content-Security-Policy")
		framed := strings.Contains(csp, "frame-ancestors *")
		if framed != (path == "/embed") || !framed && !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s may be framed: %s", path, csp)
		}
		if !strings.HasPrefix(csp, "default-src 'none'; base-uri 'none'; ") || strings.Contains(csp, "object-src") || strings.Contains(csp, "unsafe") || strings.Contains(csp, "{") {
			t.Errorf("%s: %s", path, csp)
		}
		for _, part := range want.csp {
			if !strings.Contains(csp, part) {
				t.Errorf("%s: no %s in %s", path, part, csp)
			}
		}
		if (h.Get("Permissions-Policy") == "") != (path == "/asset") || (h.Get("Etag") != "") != strings.HasPrefix(h.Get("Cache-Control"), "public") {
			t.Errorf("%s: %v", path, h)
		}
	}
}

func TestPolicyAllowsTheThemeLineAndNoOther(t *testing.T) {
	r, err := NewRenderer(files("x.html", `<head>{{theme}}</head>`), testFuncs(t), false)
	if err != nil {
		t.Fatal(err)
	}
	page, err := r.Execute("x", nil)
	if err != nil {
		t.Fatal(err)
	}
	script := strings.TrimSuffix(strings.TrimPrefix(string(page), "<head><script>"), "</script></head>")
	sum := sha256.Sum256([]byte(script))
	if csp := fillCSP(pageCSP, edition.Elsewhere{}); !strings.Contains(csp, "script-src 'self' 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"';") {
		t.Fatalf("%s\n%s", script, csp)
	}
}

// TestPolicyOfManyHostsStaysShort lets a show load from more hosts than proxies and clients take in a header.
func TestPolicyOfManyHostsStaysShort(t *testing.T) {
	var many []string
	for i := range 25_000 {
		many = append(many, fmt.Sprintf("https://h%d.example", i))
	}
	few := many[:30]
	if csp := fillCSP(pageCSP, edition.Elsewhere{Pictures: few, Audio: few}); strings.Count(csp, few[29]) < 2 || len(csp) > 3<<10 {
		t.Errorf("%d bytes for 30 hosts: %s", len(csp), csp)
	}
	csp := fillCSP(pageCSP, edition.Elsewhere{Pictures: many, Audio: append(many, "http://old.example")})
	if len(csp) > 1<<10 || strings.Contains(csp, ".example") || !strings.Contains(csp, "img-src 'self' data: https:;") || !strings.Contains(csp, " https: http:") ||
		!strings.Contains(csp, "default-src 'none'") {
		t.Errorf("%d bytes: %.2000s", len(csp), csp)
	}
}

// TestStrictHeadersEverywhere asks for every way to get an answer.
func TestStrictHeadersEverywhere(t *testing.T) {
	s := pageServer(t)
	s.Mount("/media/", ClassMedia, http.NotFoundHandler())
	s.Cached("/c/:x", ClassCompanion, constant("cues"))
	for _, c := range []struct {
		method, path string
		want         int
	}{{"GET", "/page", 200}, {"GET", "/page", 200}, {"GET", "/a/b", 404}, {"DELETE", "/page", 405}, {"POST", "/form", 415}, {"GET", "/form", 200},
		{"GET", "/media/x", 404}, {"POST", "/media/x", 405}, {"OPTIONS", "/media/x", 204}, {"OPTIONS", "/c/x", 204}, {"OPTIONS", "/page", 405},
		{"GET", "/healthz", 200}, {"GET", "/page?a=%00", 400}, {"NONSENSE", "/page", 501}} {
		w := ask(s, c.method, c.path)
		if w.Code != c.want {
			t.Errorf("%s %s: %d, want %d", c.method, c.path, w.Code, c.want)
		}
		for _, name := range []string{"X-Content-Type-Options", "Content-Security-Policy", "Referrer-Policy", "X-Request-Id"} {
			if len(w.Header().Values(name)) != 1 {
				t.Errorf("%s %s: %s %q", c.method, c.path, name, w.Header().Values(name))
			}
		}
		if w.Code == 405 && w.Header().Get("Allow") == "" {
			t.Errorf("%s %s: no Allow", c.method, c.path)
		}
	}
}
