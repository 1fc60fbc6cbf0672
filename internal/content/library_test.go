package content

import (
	"html"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"insider/internal/content/mistake"
	"insider/internal/fault"
	"insider/internal/show"
)

func TestLoadReadsAShow(t *testing.T) {
	base, err := url.Parse("https://example.com/listen")
	if err != nil {
		t.Fatal(err)
	}
	r := mustLoad(t, testLibrary(t, Options{Dir: copyShow(t), Base: base}))
	if len(r.Mistakes) > 0 {
		t.Fatalf("mistakes: %v", r.Mistakes)
	}
	s := r.Source.Show
	if s.Title != "Two Valves" || s.Zone.String() != "Europe/Brussels" || len(s.Hosts) != 2 || s.Hosts[1].Name != "Brook Gauge" || s.Tags.Episode != "EP" || s.Wordmark != s.Title {
		t.Errorf("show: %+v", s)
	}
	if want := "/media/show/" + s.Cover.File.Hash[:12] + "/cover.png"; s.Cover.Path != want || s.Cover.Width != 1400 || s.Cover.File.Name != "cover.png" {
		t.Errorf("cover: %+v, want path %s", s.Cover, want)
	}
	e := r.Source.Episodes[0]
	if e.Path() != "/episodes/first" || e.Audio.Path != "/media/episodes/first/first.mp3" || e.Audio.Type != "audio/mpeg" || e.Audio.Bytes != 20313 || e.Audio.HeaderBytes == 0 {
		t.Errorf("episode: %+v", e)
	}
	if d := e.Audio.Duration - 20*time.Second; d.Abs() > 100*time.Millisecond {
		t.Errorf("duration: %s", e.Audio.Duration)
	}
	if got := e.Date.Format(time.RFC3339); got != "2026-01-05T09:00:00+01:00" {
		t.Errorf("date: %s", got)
	}
	if len(e.People) != 2 || e.People[0].Role != "host" || e.People[1].Role != "guest" || e.Voices["A"].Person.Slug != "ada" || e.Voices["B"].Pen != 2 {
		t.Errorf("people: %+v, voices: %+v", e.People, e.Voices)
	}
	want := []show.Chapter{{Start: 0, Title: "Hello"}, {Start: 8 * time.Second, Title: "Goodbye"}}
	if !slices.Equal(e.Chapters, want) {
		t.Errorf("chapters: %+v", e.Chapters)
	}
	cues, err := e.Transcripts[0].Script.Cues()
	if err != nil || len(cues) != 2 || cues[0].Speaker != "A" || e.Transcripts[0].Language != "en" {
		t.Errorf("transcript: %+v, %v", cues, err)
	}
	a := r.Source.Articles[0]
	if a.Episode != "first" || a.Authors[0].Name != "Ada Pump" || a.Aliases[0] != "/old/pumps" || a.Files[0].Width != 40 || a.Topics[0].Slug != "pumps" {
		t.Errorf("article: %+v", a)
	}
	if p := r.Source.Pages[0]; p.Path() != "/about" || p.Menu != "About" {
		t.Errorf("page: %+v", p)
	}
}

func TestNotesAreRenderedWithoutTheirChapters(t *testing.T) {
	base, err := url.Parse("https://example.com/listen/")
	if err != nil {
		t.Fatal(err)
	}
	r := mustLoad(t, testLibrary(t, Options{Dir: copyShow(t), Base: base}))
	d, err := r.Source.Episodes[0].Notes.Document()
	if err != nil {
		t.Fatal(err)
	}
	if text := string(d.HTML); strings.Contains(text, "Goodbye") || strings.Contains(text, "Chapters") || !strings.Contains(text, `?t=5#player`) {
		t.Errorf("notes: %s", text)
	}
	body, err := r.Source.Articles[0].Body.Document()
	if err != nil {
		t.Fatal(err)
	}
	if text := html.UnescapeString(string(body.HTML)); !strings.Contains(text, `src="/listen/media/pictures/`) || !strings.Contains(text, `/40.png" alt="The plan" width="40"`) {
		t.Errorf("body: %s", text)
	}
	again, err := r.Source.Articles[0].Body.Document()
	if err != nil || again != body {
		t.Errorf("a rendered text was rendered again: %v", err)
	}
}

// breakages break one file of the test show each.
var breakages = []struct{ file, old, new string }{
	{"show.yaml", "title:", "titel:"},
	{"show.yaml", "Europe/Brussels", "Mars/Base"},
	{"people/ada.md", "name:", "nmae:"},
	{"people/brook.md", "https://example.com/brook", "javascript:x"},
	{"pages/about.md", "---\ntitle", "title"},
	{"articles/2026-02-01-pumps.md", `"Pumps: a start"`, "Pumps: a start"},
	{"articles/2026-02-01-pumps.md", "plan.png", "plain.png"},
	{"articles/2026-02-01-pumps.md", "[ada]", "[adam]"},
	{"episodes/2026-01-05-first/index.md", "number: 1", "number: one"},
	{"episodes/2026-01-05-first/index.md", "audio: first.mp3", "audio: frist.mp3"},
	{"episodes/2026-01-05-first/index.md", "0:08", "5:08"},
	{"episodes/2026-01-05-first/index.md", "000000000001", "000000000009"},
	{"episodes/2026-01-05-first/first.vtt", "WEBVTT", "WEBVTX"},
	{"episodes/2026-01-05-first/first.mp3", "", "no sound"},
	{"articles/plan.png", "", "no picture"},
	{"cover.png", "", "no picture"},
}

// TestBrokenFileKeepsItsLastGoodVersion breaks each file of a running library and starts another one on the broken folder.
func TestBrokenFileKeepsItsLastGoodVersion(t *testing.T) {
	for _, b := range breakages {
		t.Run(b.file+" "+b.new, func(t *testing.T) {
			t.Parallel()
			dir, cache := copyShow(t), t.TempDir()
			l := testLibrary(t, Options{Dir: dir, Cache: cache})
			before := mustLoad(t, l)
			old := replaceIn(t, dir, b.file, b.old, b.new)
			after := mustLoad(t, l)
			if len(after.Mistakes) != 1 || after.Mistakes[0].Line == 0 && b.old != "" && b.file != "pages/about.md" && !strings.HasSuffix(b.file, ".vtt") {
				t.Errorf("mistakes: %v", after.Mistakes)
			}
			if !after.sameSource(before) {
				t.Error("what is shown changed in a running library")
			}
			restarted := mustLoad(t, testLibrary(t, Options{Dir: dir, Cache: cache}))
			if !slices.Equal(restarted.Mistakes, after.Mistakes) || !slices.Equal(restarted.Files, before.Files) {
				t.Errorf("after a restart: %v", restarted.Mistakes)
			}
			compareSources(t, before, restarted)
			writeFile(t, dir, b.file, old)
			if r := mustLoad(t, l); len(r.Mistakes) > 0 || !r.sameSource(before) {
				t.Errorf("after mending: %v", r.Mistakes)
			}
		})
	}
}

func (r *Result) sameSource(o *Result) bool {
	c := *r
	c.Mistakes = o.Mistakes
	return c.same(o)
}

// compareSources compares two results of different libraries by what readers see.
func compareSources(t *testing.T, a, b *Result) {
	t.Helper()
	if x, y := describe(t, a), describe(t, b); x != y {
		t.Errorf("what is shown differs:\n%s\n---\n%s", x, y)
	}
}

func describe(t *testing.T, r *Result) string {
	t.Helper()
	var out []string
	text := func(x show.Text) string {
		d, err := x.Document()
		if err != nil {
			t.Fatal(err)
		}
		return string(d.HTML)
	}
	out = append(out, r.Source.Show.Title, r.Source.Show.Hash, r.Source.Show.Cover.Path)
	for _, e := range r.Source.Episodes {
		cues, err := e.Transcripts[0].Script.Cues()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e.Path(), e.Title, e.Hash, e.Audio.Path, e.Audio.Duration.String(), cues[0].Text, text(e.Notes), e.People[0].Person.Name)
	}
	for _, a := range r.Source.Articles {
		out = append(out, a.Path(), a.Title, a.Hash, text(a.Body), a.Authors[0].Name)
	}
	for _, p := range r.Source.Pages {
		out = append(out, p.Path(), p.Hash, text(p.Body))
	}
	for _, p := range r.Source.People {
		out = append(out, p.Path(), p.Name, p.Hash, text(p.Bio))
	}
	return strings.Join(out, "\n")
}

// replaceIn replaces a text in a file, or the whole file when old is empty, and returns what was there.
func replaceIn(t *testing.T, dir, name, old, new string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	text := new
	if old != "" {
		if !strings.Contains(string(data), old) {
			t.Fatalf("%s does not hold %q", name, old)
		}
		text = strings.Replace(string(data), old, new, 1)
	}
	writeFile(t, dir, name, text)
	return string(data)
}

func TestNewBrokenFileIsNotShown(t *testing.T) {
	dir := copyShow(t)
	l := testLibrary(t, Options{Dir: dir})
	before := mustLoad(t, l)
	writeFile(t, dir, "people/carol.md", "---\nnmae: Carol\n---\n")
	writeFile(t, dir, "articles/second.md", "---\ntitle: Second\ndate: never\n---\n")
	r := mustLoad(t, l)
	if len(r.Mistakes) != 2 || len(r.Source.Articles) != 1 || len(r.Source.People) != 2 {
		t.Errorf("%v", r.Mistakes)
	}
	if r.Source.Episodes[0] != before.Source.Episodes[0] {
		t.Error("a broken newcomer touched an old item")
	}
}

// TestBrokenPersonTakesNobodyWithIt names a person whose file never was good.
func TestBrokenPersonTakesNobodyWithIt(t *testing.T) {
	dir := copyShow(t)
	writeFile(t, dir, "people/ada.md", "---\nnmae: Ada\n---\n")
	r := mustLoad(t, testLibrary(t, Options{Dir: dir}))
	if len(r.Source.Episodes) != 1 || len(r.Source.Articles) != 1 || len(r.Source.Episodes[0].People) != 1 || len(r.Source.Show.Hosts) != 1 {
		t.Errorf("shown: %+v", r.Source)
	}
	for _, m := range r.Mistakes {
		if m.File != "people/ada.md" {
			t.Errorf("a mistake of another file: %s", m)
		}
	}
}

// TestRemovedPersonStaysWhileNamed removes a person's file that items still name.
func TestRemovedPersonStaysWhileNamed(t *testing.T) {
	dir, cache := copyShow(t), t.TempDir()
	l := testLibrary(t, Options{Dir: dir, Cache: cache})
	before := mustLoad(t, l)
	removeFile(t, dir, "people/ada.md")
	for _, again := range []*Library{l, testLibrary(t, Options{Dir: dir, Cache: cache})} {
		r := mustLoad(t, again)
		compareSources(t, before, r)
		if len(r.Mistakes) != 4 {
			t.Errorf("mistakes: %v", r.Mistakes)
		}
		for _, m := range r.Mistakes {
			if m.Rule != mistake.DanglingPerson || m.Line == 0 {
				t.Errorf("mistake: %s", m)
			}
		}
	}
	for file, old := range map[string]string{"show.yaml": "[ada, brook]", "articles/2026-02-01-pumps.md": "[ada]"} {
		replaceIn(t, dir, file, old, "[brook]")
	}
	replaceIn(t, dir, "episodes/2026-01-05-first/index.md", "person: ada", "person: brook")
	replaceIn(t, dir, "episodes/2026-01-05-first/index.md", "A: ada", "A: guest")
	r := mustLoad(t, l)
	if len(r.Mistakes) > 0 || len(r.Source.People) != 1 {
		t.Errorf("people: %v, mistakes: %v", r.Source.People, r.Mistakes)
	}
}

func TestVanishedContentStays(t *testing.T) {
	for name, vanish := range map[string]func(dir string) error{
		"the folder":  os.RemoveAll,
		"show.yaml":   func(dir string) error { return os.Remove(filepath.Join(dir, "show.yaml")) },
		"every file":  func(dir string) error { return removeBelow(dir) },
		"episodes":    func(dir string) error { return os.RemoveAll(filepath.Join(dir, "episodes")) },
		"its article": func(dir string) error { return os.RemoveAll(filepath.Join(dir, "articles")) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, cache := copyShow(t), t.TempDir()
			l := testLibrary(t, Options{Dir: dir, Cache: cache})
			before := mustLoad(t, l)
			if err := vanish(dir); err != nil {
				t.Fatal(err)
			}
			after := mustLoad(t, l)
			if len(after.Mistakes) != 1 || !after.sameSource(before) {
				t.Errorf("mistakes: %v", after.Mistakes)
			}
			restarted := mustLoad(t, testLibrary(t, Options{Dir: dir, Cache: cache}))
			if len(restarted.Mistakes) != 1 || !slices.Equal(restarted.Files, before.Files) {
				t.Errorf("after a restart: %v", restarted.Mistakes)
			}
			compareSources(t, before, restarted)
			overlay(t, filepath.Join("testdata", "show"), dir)
			if r := mustLoad(t, l); len(r.Mistakes) > 0 || len(r.Source.Episodes) != 1 {
				t.Errorf("after it came back: %v", r.Mistakes)
			}
		})
	}
}

func removeBelow(dir string) error {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if err == nil {
			err = os.RemoveAll(filepath.Join(dir, e.Name()))
		}
	}
	return err
}

func removeFile(t *testing.T, dir, name string) {
	t.Helper()
	if err := os.Remove(filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
}

func TestFirstStartWithoutAGoodShowFails(t *testing.T) {
	for name, dir := range map[string]string{"no folder": filepath.Join(t.TempDir(), "none"), "empty": t.TempDir(), "broken": copyShow(t)} {
		if name == "broken" {
			replaceIn(t, dir, "show.yaml", "title", "titel")
		}
		r, err := testLibrary(t, Options{Dir: dir, Cache: t.TempDir()}).Load(t.Context())
		if !fault.Is(err, fault.Invalid) || len(r.Mistakes) == 0 || r.Source != nil {
			t.Errorf("%s: %v, %+v", name, err, r)
		}
	}
}

func TestOnlyWhatChangedIsMadeAnew(t *testing.T) {
	dir := copyShow(t)
	l := testLibrary(t, Options{Dir: dir})
	before := mustLoad(t, l)
	replaceIn(t, dir, "pages/about.md", "for tests", "for all tests")
	after := mustLoad(t, l)
	if after.Source.Pages[0] == before.Source.Pages[0] || after.Source.Pages[0].Hash == before.Source.Pages[0].Hash {
		t.Error("the changed page is the old one")
	}
	if after.Source.Episodes[0] != before.Source.Episodes[0] || after.Source.Articles[0] != before.Source.Articles[0] || after.Source.Show != before.Source.Show {
		t.Error("items were made anew without need")
	}
	replaceIn(t, dir, "people/ada.md", "Ada Pump", "Ada P. Pump")
	third := mustLoad(t, l)
	e, old := third.Source.Episodes[0], before.Source.Episodes[0]
	if e.Hash == old.Hash || e.People[0].Person.Name != "Ada P. Pump" || third.Source.Articles[0].Hash == before.Source.Articles[0].Hash {
		t.Error("an item does not follow the name of its person")
	}
}

func TestPublishedNumberCanChangeThroughADraft(t *testing.T) {
	dir := copyShow(t)
	l := testLibrary(t, Options{Dir: dir})
	mustLoad(t, l)
	const file = "episodes/2026-01-05-first/index.md"
	replaceIn(t, dir, file, "number: 1", "number: 2")
	if r := mustLoad(t, l); len(r.Mistakes) != 1 || r.Source.Episodes[0].Number != 1 {
		t.Fatalf("a published number changed: %v", r.Mistakes)
	}
	replaceIn(t, dir, file, "number: 2", "number: 2\ndraft: true")
	mustLoad(t, l)
	replaceIn(t, dir, file, "draft: true\n", "")
	if r := mustLoad(t, l); len(r.Mistakes) > 0 || r.Source.Episodes[0].Number != 2 {
		t.Errorf("%v", r.Mistakes)
	}
}

func TestDraftNeedsOnlyATitle(t *testing.T) {
	dir := copyShow(t)
	writeFile(t, dir, "episodes/idea.md", "---\ntitle: An idea\ndraft: true\nsummary:\naudio:\n---\n")
	r := mustLoad(t, testLibrary(t, Options{Dir: dir}))
	if len(r.Mistakes) > 0 || len(r.Source.Episodes) != 2 || !r.Source.Episodes[1].Draft || r.Source.Episodes[1].Date.IsZero() {
		t.Errorf("%v %+v", r.Mistakes, r.Source.Episodes)
	}
}

func TestWordProcessorsFilesAreRead(t *testing.T) {
	dir := copyShow(t)
	text := "\ufeff---\ntitle: “Pumps: more”\ndate: 2026-03-02\nsummary: ‘It’s here’\ntopics: [“Pumps”, Valves]\n---\n\nText.\n"
	writeFile(t, dir, "articles/second.md", strings.ReplaceAll(text, "\n", "\r\n"))
	r := mustLoad(t, testLibrary(t, Options{Dir: dir}))
	if len(r.Mistakes) > 0 {
		t.Fatal(r.Mistakes)
	}
	a := r.Source.Articles[1]
	if a.Title != "Pumps: more" || a.Summary != "It’s here" || len(a.Topics) != 2 || a.Topics[0].Name != "Pumps" {
		t.Errorf("%+v", a)
	}
}

func TestOddNamesAreToldNotRead(t *testing.T) {
	dir := copyShow(t)
	writeFile(t, dir, "articles/caf\xe9.md", "---\ntitle: Café\ndate: 2026-03-02\n---\n")
	writeFile(t, dir, "articles/.hidden.md", "nothing")
	writeFile(t, dir, "articles/second.md~", "nothing")
	writeFile(t, dir, "articles/#second.md#", "nothing")
	r := mustLoad(t, testLibrary(t, Options{Dir: dir}))
	if len(r.Mistakes) != 1 || r.Mistakes[0].Rule != mistake.BadFileName || len(r.Source.Articles) != 1 {
		t.Errorf("%v", r.Mistakes)
	}
}
