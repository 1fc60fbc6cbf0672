package web

import (
	"strings"
	"testing"
)

func TestAssetsAreHashedPackedAndImmutable(t *testing.T) {
	css := strings.Repeat("p { color: red }\n", 50) +
		`@font-face { src: url("../fonts/text.woff2") } .a { background: url(../icons/pen.svg#ink) } .b { background: url(data:image/gif;base64,R0) }`
	assets, err := NewAssets(files("css/site.css", css, "fonts/text.woff2", "font", "icons/pen.svg", "<svg/>", "embed.go", "package static", ".hidden", "x"), "/radio")
	if err != nil {
		t.Fatal(err)
	}
	s, _ := testServer(t, "http://localhost:8080/radio")
	assets.Mount(s)
	address, err := assets.Path("css/site.css")
	if err != nil || !strings.HasPrefix(address, "/radio/assets/css/site.") {
		t.Fatal(address, err)
	}
	w := ask(s, "GET", address)
	if w.Code != 200 || w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" || w.Header().Get("Content-Type") != "text/css; charset=utf-8" {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	for _, name := range []string{"fonts/text.woff2", "icons/pen.svg"} {
		hashed, err := assets.Path(name)
		if err != nil || !strings.Contains(w.Body.String(), `url("`+hashed) {
			t.Errorf("%s is not in %s", hashed, w.Body)
		}
		if got := ask(s, "GET", hashed); got.Code != 200 {
			t.Errorf("%s: %d", hashed, got.Code)
		}
	}
	if !strings.Contains(w.Body.String(), `#ink")`) || !strings.Contains(w.Body.String(), "url(data:image/gif;base64,R0)") {
		t.Error(w.Body)
	}
	packed := ask(s, "GET", address, "Accept-Encoding", "gzip")
	if packed.Header().Get("Content-Encoding") != "gzip" || packed.Body.Len() >= w.Body.Len() {
		t.Errorf("gzip: %v", packed.Header())
	}
	if w := ask(s, "GET", address, "If-None-Match", w.Header().Get("Etag")); w.Code != 304 {
		t.Errorf("If-None-Match: %d", w.Code)
	}
	for _, path := range []string{"/radio/assets/", "/radio/assets/css/site.css", "/radio/assets/css/", "/radio/assets/embed.go", "/radio/assets/.hidden",
		"/radio/assets/css/site.000000000000.css", strings.TrimPrefix(address, "/radio")} {
		if w := ask(s, "GET", path); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestStyleSheetMustNotLeadNowhere(t *testing.T) {
	for _, css := range []string{"a{b:url(none.png)}", "a{b:url(/x.png)}", `a{b:url( "https://elsewhere.example/x.png" )}`} {
		if _, err := NewAssets(files("css/site.css", css), ""); err == nil || !strings.Contains(err.Error(), "css/site.css") {
			t.Errorf("%s: %v", css, err)
		}
	}
}
