package site

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	audience "insider/internal/downloads"
	"insider/internal/edition"
	"insider/internal/show"
	"insider/internal/store"
	"insider/internal/store/storetest"
	"insider/internal/web"
	"insider/static"
)

// taken collects answers.
type taken struct {
	under   int
	answers []audience.Answer
}

func (x *taken) Begin() { x.under++ }
func (x *taken) End(a *audience.Answer) {
	x.under--
	if a != nil {
		x.answers = append(x.answers, *a)
	}
}
func (x *taken) Record(a audience.Answer) { x.answers = append(x.answers, a) }

// sized is a file's size.
type sized struct{ size int64 }

func (s sized) Name() string       { return "a.mp3" }
func (s sized) Size() int64        { return s.size }
func (s sized) Mode() fs.FileMode  { return 0o600 }
func (s sized) ModTime() time.Time { return noon }
func (s sized) IsDir() bool        { return false }
func (s sized) Sys() any           { return nil }

func must(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func countedSite(t *testing.T) (*mediaSite, *taken) {
	t.Helper()
	x := newMediaSite(t, "http://localhost/radio")
	out := &taken{}
	x.gate.Downloads = out
	return x, out
}

func TestAnswersOfAudioAreCountedAsSent(t *testing.T) {
	x, out := countedSite(t)
	const path = "/radio/media/episodes/public/talk.mp3" // 15 bytes
	for _, c := range []struct {
		method, asked string
		status        int
		ranges        string
		sent          int64
	}{
		{"GET", "", 200, "", 15},
		{"HEAD", "", 200, "", 0},
		{"GET", "bytes=0-1", 206, "bytes=0-1", 2},
		{"GET", "bytes= 4-", 206, "bytes=4-14", 11},
		{"GET", "bytes=-3", 206, "bytes=12-14", 3},
		{"GET", "bytes=-0", 416, "bytes=-0", 0},
		{"GET", "bytes=0-0,1-1,3-5", 206, "bytes=0-0,1-1,3-5", 5},
		{"GET", "bytes=0-4,2-6", 206, "bytes=0-4,2-6", 10},
		{"GET", "bytes=0-9,2-14", 200, "bytes=0-9,2-14", 15}, // more than the file: the file
		{"GET", "bytes=0-0" + strings.Repeat(",1-1", 9_999), 200, "bytes=0-0" + strings.Repeat(",1-1", 13) + ",1-", 15},
		{"GET", "lines=1-2", 416, "lines=1-2", 0},
	} {
		out.answers = nil
		header := []string{}
		if c.asked != "" {
			header = append(header, "Range", c.asked)
		}
		x.ask(c.method, path, header...)
		if len(out.answers) != 1 || out.under != 0 {
			t.Fatalf("%s %q: %d answers", c.method, c.asked, len(out.answers))
		}
		a := out.answers[0]
		if a.Status != c.status || a.Range != c.ranges || a.Sent != c.sent || a.Method != c.method || a.Item != "public" || a.Kind != audience.Media || a.File.Bytes != 15 {
			t.Errorf("%s %q: %+v", c.method, c.asked, a.Event)
		}
	}
}

func TestOnlyPublicAudioOfEpisodesIsCounted(t *testing.T) {
	x, out := countedSite(t)
	for _, path := range []string{"episodes/public/figure.png", "episodes/future/talk.mp3", "episodes/public/none.mp3", "episodes/old-public/talk.mp3",
		"pages/about/plan.pdf", "show/abc123/cover.jpg"} {
		x.ask("GET", "/radio/media/"+path)
	}
	if len(out.answers) != 0 || out.under != 0 {
		t.Fatalf("%+v", out.answers)
	}
	if w := x.ask("GET", "/radio/media/episodes/public/talk.mp3?utm=x", "Cookie", "a=b"); w.Header().Get("Set-Cookie") != "" || w.Code != 200 {
		t.Fatal(w.Code, w.Header())
	}
	if len(out.answers) != 1 {
		t.Fatal("a query changes nothing")
	}
}

func TestTheHeaderOfAStoredCopyIsWhatItIsLongerBy(t *testing.T) {
	ep := &show.Episode{Audio: show.Enclosure{Bytes: 1000, HeaderBytes: 100, Duration: time.Hour, File: &show.File{Name: "a.mp3"}}}
	for size, want := range map[int64]int64{1000: 100, 1500: 600, 500: 0} {
		f := opened{file: &show.File{Name: "a.mp3", Hash: "h", Bytes: 1000}, info: sized{size}, stored: size != 1000}
		got := soundOf(ep, f)
		if got.HeaderBytes != want || got.Bytes != size || got.Duration != time.Hour || (got.Hash == "h") != (size == 1000) {
			t.Errorf("%d: %+v", size, got)
		}
	}
}

func TestFeedsAreCountedByWhoReadsThem(t *testing.T) {
	out := &taken{}
	address := must(t, "http://localhost:8080")
	editions := edition.NewHolder(edition.New(fixture(t, 3), noon), func() time.Time { return noon })
	server := web.New(web.Options{Base: address, Edition: editions.Current})
	assets, err := web.NewAssets(static.FS, "")
	if err != nil {
		t.Fatal(err)
	}
	New(Deps{Editions: editions, Renderer: renderer(t, address, assets), Base: address, Clock: func() time.Time { return noon }, Downloads: out}).Register(server)
	etag := ask(t, server, "GET", "/podcast.xml", "User-Agent", "AntennaPod/3").Header().Get("Etag")
	ask(t, server, "GET", "/podcast.xml", "User-Agent", "AntennaPod/3", "If-None-Match", etag)
	ask(t, server, "GET", "/topics/culture/podcast.xml", "User-Agent", "gPodder/3")
	ask(t, server, "GET", "/topics/none/podcast.xml")
	ask(t, server, "GET", "/episodes")
	var got []string
	for _, a := range out.answers {
		if a.Kind == audience.Feed && a.Status < 400 {
			got = append(got, a.Item+" "+http.StatusText(a.Status)+" "+a.Agent)
		}
	}
	if strings.Join(got, "\n") != "/podcast.xml OK AntennaPod/3\n/podcast.xml Not Modified AntennaPod/3\n/topics/culture/podcast.xml OK gPodder/3" {
		t.Fatalf("%q", got)
	}
}

// TestFromRequestToFigure asks the real kernel as apps do and reads the figure from a real database.
func TestFromRequestToFigure(t *testing.T) {
	db := storetest.Open(t, store.Config{URL: storetest.SQLite(t), Migrate: true})
	recorder := audience.NewRecorder(db, nil, time.Now, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- recorder.Run(ctx) }()
	x := newMediaSite(t, "http://localhost/radio")
	x.gate.Downloads, x.gate.Clock = recorder, time.Now
	for _, from := range []string{"203.0.113.1", "203.0.113.1", "203.0.113.2"} { // no proxy is trusted: one listener
		x.ask("GET", "/radio/media/episodes/public/talk.mp3", "X-Forwarded-For", from, "User-Agent", "Overcast/3")
	}
	x.ask("GET", "/radio/media/episodes/public/talk.mp3", "User-Agent", "AntennaPod/3")
	x.ask("GET", "/radio/media/episodes/public/talk.mp3", "User-Agent", "Googlebot/2.1")
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if err := db.RecordEpisodes(t.Context(), []audience.Episode{{GUID: "public", Slug: "public", Published: noon}}); err != nil {
		t.Fatal(err)
	}
	reporter := audience.Reporter{Ledger: db, Agents: audience.NewAgents(), Clock: time.Now}
	today := audience.DayOf(time.Now())
	report, err := reporter.Report(t.Context(), audience.Query{From: today - 1, To: today})
	if err != nil || report.Downloads != 2 || len(report.Apps) != 2 {
		t.Fatalf("%+v, %v", report, err)
	}
}

func TestProxiesThatAreTrustedNameTheListener(t *testing.T) {
	x, out := countedSite(t)
	holder := x.gate.Editions
	server := web.New(web.Options{Base: must(t, "http://localhost"), Edition: holder.Current, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}})
	x.gate.Register(server)
	x.server = server
	x.ask("GET", "/media/episodes/public/talk.mp3", "X-Forwarded-For", "198.51.100.9, 203.0.113.7")
	if got := out.answers[0].Client.String(); got != "203.0.113.7" {
		t.Fatal(got)
	}
}

func TestDraftsAreNotCounted(t *testing.T) {
	x, out := countedSite(t)
	source := x.source()
	source.Drafts = true
	x.gate.Editions.Swap(edition.New(source, noon))
	if w := x.ask("GET", "/radio/media/episodes/public/talk.mp3"); w.Code != 200 || len(out.answers) != 0 {
		t.Fatal(w.Code, out.answers)
	}
}

func TestTheFooterSaysWhatIsCounted(t *testing.T) {
	e := edition.New(fixture(t, 1), noon)
	if line := privacyLine(e, true); !strings.HasSuffix(line, "no third parties. Downloads are counted; addresses are not kept.") {
		t.Error(line)
	}
	if line := privacyLine(e, false); strings.Contains(line, "counted") {
		t.Error(line)
	}
	source := fixture(t, 1)
	source.Episodes[0].Audio = show.Enclosure{URL: "https://audio.example/x.mp3"}
	e = edition.New(source, noon)
	if line := privacyLine(e, true); strings.Contains(line, "counted") || !strings.Contains(line, "audio.example") {
		t.Error(line)
	}
}
