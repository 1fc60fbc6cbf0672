package site

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/search"
	"insider/internal/show"
	"insider/internal/store/searchfile"
	"insider/internal/web"
	"insider/static"
)

// searched is a server with a search over a file, which has all of the source in it.
func searched(t *testing.T, source *edition.Source, base string) *web.Server {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	index := searchfile.New(filepath.Join(t.TempDir(), "search.db"), log)
	service := search.New(index, time.Now, log)
	service.Follow(edition.New(source, noon))
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- service.Run(ctx, 0) }()
	t.Cleanup(func() {
		cancel()
		<-done
		if err := index.Close(); err != nil {
			t.Error(err)
		}
	})
	for deadline := time.Now().Add(time.Minute); service.State().Building(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the index is not built")
		}
	}
	return serveSearch(t, source, base, service)
}

// serveSearch is serve with a search.
func serveSearch(t *testing.T, source *edition.Source, base string, finder Search) *web.Server {
	t.Helper()
	address, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return noon }
	editions := edition.NewHolder(edition.New(source, noon), clock)
	server := web.New(web.Options{Base: address, Edition: editions.Current})
	assets, err := web.NewAssets(static.FS, server.Root())
	if err != nil {
		t.Fatal(err)
	}
	site := New(Deps{Editions: editions, Renderer: renderer(t, address, assets), Base: address, Clock: clock, Log: slog.New(slog.DiscardHandler), Search: finder})
	site.Register(server)
	return server
}

func TestSearchSaysWhatItFound(t *testing.T) {
	source := fixture(t, 12)
	source.Articles[0].Title = `A <script> & a "quote"`
	source.Articles[0].Hash = "other"
	server := searched(t, source, "https://insider.example/show")
	for _, c := range []struct {
		path string
		want []string
		not  []string
	}{
		{"", []string{"<h1 class=\"mid\" dir=\"auto\">Search</h1>", "Search Two Pens", `action="/show/search"`, `rel="canonical" href="https://insider.example/show/search"`, `href="/show/topics/culture"`,
			`href="/show/episodes"`, `<a href="/show/search" aria-current="true">Search</a>`}, []string{"noindex", "The latest", "results"}},
		{"?q=", []string{">Search</h1>"}, []string{"noindex"}},
		{"?q=cleo", []string{"results for “cleo”</h1>", "<title>“cleo”, search · Two Pens</title>", `value="cleo"`, "noindex", `<mark>Cléo</mark> van den Berg`, `href="/show/people/cleo-van-den-berg"`,
			">CV</span>", `<h2 class="ruled" id="in-episodes">Episodes <span class="meta">12</span></h2>`, `href="/show/search?in=episodes&amp;q=cleo">More episodes</a>`}, []string{"canonical", "Did you mean"}},
		{"?q=cleo&in=episodes", []string{"12 results for “cleo”", "Results of every kind", `href="/show/search?q=cleo"`}, []string{"More episodes", "In the transcripts"}},
		{"?q=cleo&in=nonsense", []string{"results for “cleo”", "More episodes"}, nil},
		{"?q=quote", []string{`A &lt;script&gt; &amp; a &#34;<mark>quote</mark>&#34;`}, []string{"<script> &"}},
		{`?q="line+31+of"`, []string{"In the transcripts", `href="/show/episodes/episode-12?t=210#player"`, `<span class="hidden">Listen from </span>3:30`, "<p class=\"who\">Bo</p>", "<mark>Line 31 of</mark> what is said"}, nil},
		{"?q=said", []string{"more moments in this episode", `href="/show/episodes/episode-12/transcript"`, "More moments"}, nil},
		{"?q=culture", []string{`<p class="why" dir="auto"><mark>Culture</mark></p>`}, nil},
		{"?q=privacy", []string{"Pages <span", "<mark>Privacy</mark>"}, nil},
		{"?q=shwocase+prooves", []string{"Nothing found for “shwocase prooves”", "Did you mean <a href=\"/show/search?q=showcase&#43;proves\">showcase proves</a>?", "The latest", "Everything"}, nil},
		{"?q=qqqqq", []string{"Nothing found for “qqqqq”", "The latest"}, []string{"Did you mean"}},
		{"?q=cleo+qqqqq", []string{"Nothing has all of these words."}, nil},
		{"?q=" + strings.Repeat("cleo+word", 300), []string{"Only its beginning was used."}, nil},
		{"?q=%3Cmark%3E%22%27%26", []string{"“&lt;mark&gt;&#34;&#39;&amp;”"}, []string{"<mark>\""}},
	} {
		status, body, h := get(t, server, "/show/search"+c.path)
		if status != http.StatusOK || h.Get("Set-Cookie") != "" {
			t.Errorf("%.60s: status %d", c.path, status)
		}
		for _, want := range c.want {
			if !strings.Contains(body, want) {
				t.Errorf("%.60s: no %q", c.path, want)
			}
		}
		for _, not := range c.not {
			if strings.Contains(body, not) {
				t.Errorf("%.60s: has %q", c.path, not)
			}
		}
		if n := len(h1.FindAllString(body, -1)); n != 1 || inline.MatchString(body) {
			t.Errorf("%.60s: %d h1, or something inline", c.path, n)
		}
	}
	for path, want := range map[string]int{"?q=%00": 400, "?q=%ff": 400, "?q=%zz": 400, "?q=" + strings.Repeat("a", 10_240): 414} {
		if status, _, _ := get(t, server, "/show/search"+path); status != want {
			t.Errorf("%.20s: %d, not %d", path, status, want)
		}
	}
}

func TestSuggestionsComeAsJSON(t *testing.T) {
	server := searched(t, fixture(t, 12), "https://insider.example/show")
	for typed, want := range map[string]string{
		"night s": `[{"title":"Story 3 from a night shift","kind":"Story","path":"/show/stories/story-3"},`,
		"cle":     `[{"title":"Cléo van den Berg","kind":"Person","path":"/show/people/cleo-van-den-berg"}]`,
		"qqqq":    `[]`,
		"":        `[]`,
	} {
		status, body, h := get(t, server, "/show/search/suggest?q="+url.QueryEscape(typed))
		var list []suggestion
		if err := json.Unmarshal([]byte(body), &list); err != nil || status != http.StatusOK || !strings.HasPrefix(body, want) || h.Get("Content-Type") != "application/json" {
			t.Errorf("%q: %d %s %v", typed, status, body, err)
		}
	}
}

func TestWhoeverLostTheWayCanSearch(t *testing.T) {
	server := searched(t, fixture(t, 3), "https://insider.example")
	for path, want := range map[string]bool{"/nowhere": true, "/stories/taken-back": true, "/subscribe/nowhere?q=x": true} {
		if _, body, _ := get(t, server, path); strings.Contains(body, `<form class="search" role="search"`) != want {
			t.Errorf("%s: a field is not as it should be", path)
		}
	}
	without := serve(t, fixture(t, 3), "https://insider.example")
	if _, body, _ := get(t, without, "/nowhere"); strings.Contains(body, `role="search"`) || strings.Contains(body, ">Search<") {
		t.Error("a site without search offers one")
	}
}

// failing is a search that cannot answer.
type failing struct{ err error }

func (f failing) Search(context.Context, string, show.Kind) (*search.Results, error) {
	return nil, f.err
}

func (f failing) Suggest(context.Context, string) ([]search.Suggestion, error) { return nil, f.err }

func TestASearchThatCannotAnswerKeepsWhatWasTyped(t *testing.T) {
	busy := &fault.Error{Kind: fault.Unavailable, Sentence: "Very many are searching.", RetryAfter: 5 * time.Second}
	server := serveSearch(t, fixture(t, 1), "https://insider.example", failing{busy})
	status, body, h := get(t, server, "/search?q=pump")
	if status != http.StatusServiceUnavailable || h.Get("Retry-After") != "5" || !strings.Contains(body, "Very many are searching.") || !strings.Contains(body, `value="pump"`) {
		t.Errorf("%d %s", status, h.Get("Retry-After"))
	}
	if status, _, _ := get(t, server, "/search/suggest?q=pump"); status != http.StatusServiceUnavailable {
		t.Errorf("suggestions: %d", status)
	}
}

// building is a search whose index is not whole.
type building struct{ failing }

func (building) Search(_ context.Context, typed string, _ show.Kind) (*search.Results, error) {
	return &search.Results{Query: search.Parse(typed), State: search.State{Done: 1200, Total: 2000}}, nil
}

func TestAnIndexThatIsNotWholeIsSaidToBe(t *testing.T) {
	server := serveSearch(t, fixture(t, 1), "https://insider.example", building{})
	if _, body, _ := get(t, server, "/search?q=pump"); !strings.Contains(body, "The search index is being built: 1,200 of 2,000 texts can be found so far.") {
		t.Error("the page does not say so")
	}
}
