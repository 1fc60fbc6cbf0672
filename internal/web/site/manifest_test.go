package site

import (
	"bytes"
	"encoding/json"
	"image/png"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

func TestManifest(t *testing.T) {
	server := whole(t, fixture(t, 1), "https://insider.example/show")
	_, body, _ := get(t, server, "/show/")
	if !strings.Contains(body, `<link rel="manifest" href="/show/manifest.webmanifest">`) {
		t.Error("pages do not name it")
	}
	w := ask(t, server, http.MethodGet, "/show/manifest.webmanifest")
	var m manifest
	if err := json.Unmarshal(w.Body.Bytes(), &m); err != nil || w.Header().Get("Content-Type") != "application/manifest+json" {
		t.Fatalf("%v, %v", err, w.Header())
	}
	if m.Name != "Two Pens" || m.ShortName != "Two Pens" || m.Language != "en" || m.Start != "/show/" || m.Scope != "/show/" {
		t.Errorf("%+v", m)
	}
	if again := ask(t, server, http.MethodGet, "/show/manifest.webmanifest", "If-None-Match", w.Header().Get("Etag")); again.Code != http.StatusNotModified {
		t.Errorf("again: %d", again.Code)
	}
	purposes := map[string]bool{}
	for _, i := range m.Icons {
		icon := ask(t, server, http.MethodGet, i.Source)
		picture, err := png.DecodeConfig(bytes.NewReader(icon.Body.Bytes()))
		if side := strconv.Itoa(picture.Width); err != nil || i.Sizes != side+"x"+side || picture.Width != picture.Height || icon.Header().Get("Content-Type") != i.Type {
			t.Errorf("%+v: %v, %+v", i, err, picture)
		}
		purposes[i.Sizes+" "+i.Purpose] = true
	}
	if !purposes["192x192 any"] || !purposes["512x512 any"] || !purposes["512x512 maskable"] {
		t.Errorf("%v", purposes)
	}
}
