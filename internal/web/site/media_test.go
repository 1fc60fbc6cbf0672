package site

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"insider/internal/bucket"
	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/show"
	"insider/internal/web"
)

// mediaSite is a gate over a folder with public, future, draft and unrelated files.
type mediaSite struct {
	t      testing.TB
	dir    string
	bucket *bucket.Folder
	server *web.Server
	gate   *Media
	now    time.Time
}

func newMediaSite(t testing.TB, base string) *mediaSite {
	t.Helper()
	x := &mediaSite{t: t, dir: t.TempDir(), now: noon}
	folder, err := bucket.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { folder.Close() })
	x.bucket = folder
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	holder := edition.NewHolder(edition.New(x.source(), noon), func() time.Time { return noon })
	x.server = web.New(web.Options{Base: u, Edition: holder.Current})
	x.gate = &Media{Editions: holder, Clock: func() time.Time { return x.now },
		Content: func(source string) (MediaFile, error) {
			return os.Open(filepath.Join(x.dir, filepath.FromSlash(source)))
		},
		Bucket: func(key string) (MediaFile, error) { return folder.Open(t.Context(), key) },
	}
	x.gate.Register(x.server)
	return x
}

func (x *mediaSite) source() *edition.Source {
	episode := func(slug string, date time.Time, draft bool) *show.Episode {
		return &show.Episode{Slug: slug, GUID: slug, Date: date, Draft: draft, Aliases: []string{"/episodes/old-" + slug},
			Files: []*show.File{x.file("episodes/"+slug+"/talk.mp3", "sound of "+slug), x.file("episodes/"+slug+"/figure.png", "picture")}}
	}
	x.file("episodes/public/notes-to-self.txt", "not named by anything")
	x.file("secret.txt", "outside")
	cover := x.file("cover.jpg", "cover")
	return &edition.Source{
		Show: &show.Show{Cover: &show.Image{Path: show.MediaPath(show.Media, "abc123", "cover.jpg"), File: cover}},
		Episodes: []*show.Episode{episode("public", noon.Add(-time.Hour), false), episode("future", noon.Add(time.Hour), false),
			episode("draft", noon.Add(-time.Hour), true)},
		Pages: []*show.Page{{Slug: "about", Aliases: []string{"/us"}, Files: []*show.File{x.file("pages/about/plan.pdf", "%PDF")}}},
	}
}

// file writes a file of the content folder and describes it as a scan does.
func (x *mediaSite) file(source, text string) *show.File {
	x.t.Helper()
	name := filepath.Join(x.dir, filepath.FromSlash(source))
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		x.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		x.t.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil {
		x.t.Fatal(err)
	}
	return &show.File{Name: filepath.Base(name), Source: source, Bytes: info.Size(), ModTime: info.ModTime(), Hash: strings.Repeat("5", 40)}
}

func (x *mediaSite) ask(method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, http.NoBody)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	x.server.ServeHTTP(w, r)
	return w
}

func TestMediaServesOnlyWhatIsPublic(t *testing.T) {
	x := newMediaSite(t, "http://localhost:8080")
	for path, want := range map[string]int{
		"/media/episodes/public/talk.mp3":                200,
		"/media/episodes/public/figure.png":              200,
		"/media/pages/about/plan.pdf":                    200,
		"/media/show/abc123/cover.jpg":                   200,
		"/media/episodes/future/talk.mp3":                404,
		"/media/episodes/draft/talk.mp3":                 404,
		"/media/episodes/public/notes-to-self.txt":       404,
		"/media/episodes/public/index.md":                404,
		"/media/episodes/public/":                        404,
		"/media/episodes/public":                         404,
		"/media/episodes/public/../../secret.txt":        404,
		"/media/episodes/public/%2e%2e%2f%2e%2e%2fx":     404,
		"/media/episodes/public/talk.mp3/":               404,
		"/media/episodes/public/talk.mp3/x":              404,
		"/media/stories/public/talk.mp3":                 404,
		"/media/private/public/talk.mp3":                 404,
		"/media/show/abc123/secret.txt":                  404,
		"/media/":                                        404,
		"/media/episodes/old-future/talk.mp3":            404,
		"/media/episodes/old-public/notes-to-self.txt":   404,
		"/media/episodes/public/talk.mp3?utm_source=app": 200,
	} {
		w := x.ask("GET", path)
		if w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" || strings.Contains(w.Body.String(), "outside") {
			t.Errorf("%s: %v %q", path, w.Header(), w.Body)
		}
	}
}

func TestMediaHeaders(t *testing.T) {
	x := newMediaSite(t, "http://localhost:8080")
	w := x.ask("GET", "/media/episodes/public/talk.mp3")
	for name, want := range map[string]string{
		"Content-Type": "audio/mpeg", "Content-Length": "15", "Accept-Ranges": "bytes", "Etag": `"` + strings.Repeat("5", 32) + `"`,
		"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=3600", "Cross-Origin-Resource-Policy": "cross-origin",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	head := x.ask("HEAD", "/media/episodes/public/talk.mp3")
	if head.Code != 200 || head.Body.Len() != 0 || head.Header().Get("Content-Length") != "15" || head.Header().Get("Etag") != w.Header().Get("Etag") {
		t.Errorf("HEAD: %d %v", head.Code, head.Header())
	}
	if got := x.ask("GET", "/media/show/abc123/cover.jpg").Header().Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("cover: %q", got)
	}
	if w := x.ask("POST", "/media/episodes/public/talk.mp3"); w.Code != 405 || w.Header().Get("Allow") == "" {
		t.Errorf("POST: %d %v", w.Code, w.Header())
	}
	if w := x.ask("OPTIONS", "/media/episodes/public/talk.mp3"); w.Code != 204 || w.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("OPTIONS: %d %v", w.Code, w.Header())
	}
}

func TestMediaKeepsOldAddresses(t *testing.T) {
	x := newMediaSite(t, "http://localhost:8080/radio")
	for path, want := range map[string]string{
		"/radio/media/episodes/old-public/talk.mp3": "301 /radio/media/episodes/public/talk.mp3",
		"/radio/media/pages/us/plan.pdf":            "301 /radio/media/pages/about/plan.pdf",
		"/radio/media/show/0ld/cover.jpg":           "302 /radio/media/show/abc123/cover.jpg",
		"/radio/media/show/0ld/cover.png":           "302 /radio/media/show/abc123/cover.jpg",
	} {
		w := x.ask("GET", path)
		if got := w.Result().Status[:3] + " " + w.Header().Get("Location"); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

func TestStoredCopyWins(t *testing.T) {
	x := newMediaSite(t, "http://localhost:8080")
	before := x.ask("GET", "/media/episodes/public/talk.mp3")
	for _, slug := range []string{"public", "future"} {
		if _, err := x.bucket.Put(t.Context(), "public/episodes/"+slug+"/talk.mp3", strings.NewReader("stamped copy")); err != nil {
			t.Fatal(err)
		}
	}
	x.now = x.now.Add(vettedFor)
	after := x.ask("GET", "/media/episodes/public/talk.mp3")
	if after.Body.String() != "stamped copy" || after.Header().Get("Etag") == before.Header().Get("Etag") {
		t.Errorf("%q %v", after.Body, after.Header())
	}
	if w := x.ask("GET", "/media/episodes/future/talk.mp3"); w.Code != 404 {
		t.Errorf("a stored copy of what is not public: %d", w.Code)
	}
}

func TestMediaTagFollowsTheBytes(t *testing.T) {
	x := newMediaSite(t, "http://localhost:8080")
	scanned := x.ask("GET", "/media/episodes/public/talk.mp3").Header().Get("Etag")
	x.file("episodes/public/talk.mp3", "other sound, not scanned yet")
	changed := x.ask("GET", "/media/episodes/public/talk.mp3").Header().Get("Etag")
	if changed == scanned || changed == "" {
		t.Fatalf("changed bytes have the tag %s of the scanned ones", changed)
	}
	if w := x.ask("GET", "/media/episodes/public/talk.mp3", "Range", "bytes=0-3", "If-Range", scanned); w.Code != 200 {
		t.Fatalf("a range of bytes that are no more: %d", w.Code)
	}
	if w := x.ask("GET", "/media/episodes/public/talk.mp3", "Range", "bytes=0-3", "If-Range", changed); w.Code != 206 || w.Body.String() != "othe" {
		t.Fatalf("range: %d %q", w.Code, w.Body)
	}
	if w := x.ask("GET", "/media/episodes/public/talk.mp3", "If-None-Match", changed); w.Code != 304 {
		t.Fatalf("If-None-Match: %d", w.Code)
	}
}

func TestRememberedFileIsTheVeryFile(t *testing.T) {
	x := newMediaSite(t, "http://localhost:8080")
	get := func() (int, string) {
		w := x.ask("GET", "/media/episodes/public/talk.mp3")
		return w.Code, w.Body.String()
	}
	for range 2 {
		if code, body := get(); code != 200 || body != "sound of public" {
			t.Fatalf("%d %q", code, body)
		}
	}
	if len(x.gate.vetted.files) != 1 {
		t.Fatalf("%d files remembered", len(x.gate.vetted.files))
	}
	name := filepath.Join(x.dir, "episodes/public/talk.mp3")
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(x.dir, "secret.txt"), name); err != nil {
		t.Fatal(err)
	}
	x.gate.Content = func(string) (MediaFile, error) { return nil, fault.New(fault.NotFound, "A link.") }
	if code, body := get(); code != 503 || strings.Contains(body, "outside") {
		t.Fatalf("a link in the place of a remembered file: %d %q", code, body)
	}
}

func TestMissingFileOfAPublicItemIsUnavailable(t *testing.T) {
	x := newMediaSite(t, "http://localhost:8080")
	if err := os.Remove(filepath.Join(x.dir, "episodes/public/talk.mp3")); err != nil {
		t.Fatal(err)
	}
	w := x.ask("GET", "/media/episodes/public/talk.mp3")
	if w.Code != 503 || w.Header().Get("Retry-After") == "" || strings.Contains(w.Body.String(), x.dir) {
		t.Fatalf("%d %v %q", w.Code, w.Header(), w.Body)
	}
}

func TestOnlyMediaIsShown(t *testing.T) {
	for name, want := range map[string]string{
		"talk.mp3": "", "figure.svg": "", "plan.pdf": "", "notes.txt": "", "talk.vtt": "",
		"page.html": "attachment; filename=page.html", "data.xml": "attachment; filename=data.xml", "tool.js": "attachment; filename=tool.js",
		"data.bin": "attachment; filename=data.bin", "none": "attachment; filename=none",
		"a b\"; filename=c.exe": `attachment; filename="a b\"; filename=c.exe"`, "plän\r\n.bin": "attachment; filename*=utf-8''pl%C3%A4n%0D%0A.bin",
	} {
		w := httptest.NewRecorder()
		body := memoryFile{bytes.NewReader([]byte("<script>"))}
		at := mediaAddress{show.Articles, "x", name}
		info, err := body.Stat()
		if err != nil {
			t.Fatal(err)
		}
		opened{at, &show.File{Name: name}, body, info, false}.send(w, httptest.NewRequest("GET", "/", nil))
		if got := w.Header().Get("Content-Disposition"); got != want || w.Header().Get("Content-Type") == "" {
			t.Errorf("%s: %q, %v", name, got, w.Header())
		}
	}
}

type memoryFile struct{ *bytes.Reader }

func (memoryFile) Close() error { return nil }

func (memoryFile) Stat() (os.FileInfo, error) { return os.Stat(os.TempDir()) }
