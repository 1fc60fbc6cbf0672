package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// flood is a form that anybody can post.
type flood struct {
	body    func(i int) string // new each time
	network int                // posts of one network that get in, when sign-ups are limited to 20 and stories to 10
}

var floods = map[string]flood{
	"/subscribe":    {func(i int) string { return fmt.Sprintf("email=reader%d%%40example.com", i) }, 20},
	"/stories/new":  {func(i int) string { return strings.Replace(storyForm, "historian", "historian"+strconv.Itoa(i), 1) }, 10},
	"/stories/mine": {guessedCode, 60},
	"/desk/sign-in": {func(i int) string { return fmt.Sprintf("email=editor%d%%40example.com", i) }, 20},
}

// wordList is what codes of stories are made of.
var wordList = sync.OnceValues(func() ([]string, error) {
	text, err := os.ReadFile("../story/words.txt")
	return strings.Fields(string(text)), err
})

// guessedCode is a code as the receipts have them, of nine words of the list.
func guessedCode(i int) string {
	list, err := wordList()
	if err != nil {
		panic(err)
	}
	code := make([]string, 9)
	for k := range code {
		code[k] = list[(i*(2*k+1)+37*k)%len(list)]
	}
	return "code=" + strings.Join(code, "+")
}

// made is what a stranger writes into a request to seem to come from another network each time.
func made(i int) []string {
	from := fmt.Sprintf("203.0.%d.%d", i, i)
	return []string{"X-Forwarded-For", from, "X-Real-IP", from, "Forwarded", "for=" + from, "CF-Connecting-IP", from, "True-Client-IP", from}
}

// proxied is what a trusted proxy says of a client of the i-th network.
func proxied(i int) []string {
	return []string{"X-Forwarded-For", fmt.Sprintf("2001:db8:%x::%x", i, i)}
}

// TestFloodsFromManyNetworks posts each form from networks that a stranger makes up, and from as many as a trusted proxy sees.
func TestFloodsFromManyNetworks(t *testing.T) {
	t.Parallel()
	for path, f := range floods {
		t.Run("spoofed"+path, func(t *testing.T) {
			t.Parallel()
			s := start(t, withEnv("INSIDER_LIMIT_SIGNUPS=20", "INSIDER_LIMIT_STORIES=10"))
			taken := 0
			for i := range 80 {
				taken += s.gotIn(s.post(path, f.body(i), made(i)...))
			}
			if taken != f.network {
				t.Errorf("%d of 80 posts of one network got in, want %d", taken, f.network)
			}
			if a := s.get("/"); a.Status != http.StatusOK {
				t.Errorf("readers get %d", a.Status)
			}
		})
		t.Run("many"+path, func(t *testing.T) {
			t.Parallel()
			s := start(t, withEnv("INSIDER_LIMIT_MINUTE=50", "INSIDER_TRUSTED_PROXIES=127.0.0.1/32"))
			s.mustAdmit(50, 200, func(i int) *answer { return s.post(path, f.body(i), proxied(i)...) })
		})
	}
}

// gotIn is 1 for an answer, and 0 when it tells to wait.
func (s *server) gotIn(a *answer) int {
	s.t.Helper()
	switch {
	case a.Status >= 500:
		s.t.Errorf("a flood is answered by %d", a.Status)
	case a.Status != http.StatusTooManyRequests:
		return 1
	case a.Header.Get("Retry-After") == "":
		s.t.Error("refused without Retry-After")
	}
	return 0
}

// mustAdmit asks n times at once, of which the limit of a minute admits some.
func (s *server) mustAdmit(limit, n int, ask func(i int) *answer) {
	s.t.Helper()
	var taken atomic.Int64
	began := time.Now()
	var running sync.WaitGroup
	for i := range n {
		running.Go(func() { taken.Add(int64(s.gotIn(ask(i)))) })
	}
	running.Wait()
	most := limit * (1 + int(time.Since(began)/time.Minute))
	if got := int(taken.Load()); got < limit || got > most {
		s.t.Errorf("%d of %d got in; at most %d may", got, n, most)
	}
}

// guesses are the ways in which a link of a mail can be tried; the link stands in the address or, to come back, in the form.
var guesses = []struct{ method, path, form string }{
	{http.MethodGet, "/subscribe/confirm", ""},
	{http.MethodPost, "/subscribe/confirm", ""},
	{http.MethodPost, "/subscribe/confirm", "act=renew"},
	{http.MethodGet, "/subscribe/manage", ""},
	{http.MethodPost, "/subscribe/manage", "act=undo&undo="},
	{http.MethodGet, "/subscribe/leave", ""},
	{http.MethodPost, "/subscribe/leave", "reason=too-many"},
	{http.MethodPost, "/subscribe/leave", "List-Unsubscribe=One-Click"},
}

// TestFloodsOfGuessedLinks tries links that are nearly right in every way, from one network under many names and from many. Guessing
// has an end; whoever has a right link confirms, looks and leaves all the while, from the guesser's network too.
func TestFloodsOfGuessedLinks(t *testing.T) {
	t.Parallel()
	for name, limits := range map[string]struct {
		env     []string
		network func(i int) []string
		most    int
	}{
		"spoofed": {nil, made, 60},
		"many":    {[]string{"INSIDER_LIMIT_MINUTE=50", "INSIDER_TRUSTED_PROXIES=127.0.0.1/32"}, proxied, 50},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, withEnv(limits.env...))
			confirm, leave := s.linksOf("reader@example.com")
			right := []func(i int) *answer{
				func(i int) *answer { return s.post(confirm, "", limits.network(i)...) },
				func(i int) *answer {
					return s.get(strings.Replace(leave, "/leave", "/manage", 1), limits.network(i)...)
				},
				func(i int) *answer { return s.post(leave, "List-Unsubscribe=One-Click", limits.network(i)...) },
			}
			var pressing sync.WaitGroup
			for i := range 60 {
				pressing.Go(func() {
					if a := right[i%3](i); a.Status != http.StatusOK && (a.Status != http.StatusGone || i%3 != 0) {
						t.Errorf("a right link, way %d, is answered by %d", i%3, a.Status)
					}
				})
			}
			s.mustAdmit(limits.most, 200, func(i int) *answer { return s.guess(i, confirm, leave, limits.network(i)) })
			pressing.Wait()
			for i, way := range right[1:] {
				if a := way(0); a.Status != http.StatusOK {
					t.Errorf("after the flood way %d is answered by %d", i+1, a.Status)
				}
			}
			if a := s.post("/subscribe", "email=another%40example.com", limits.network(0)...); a.Status != http.StatusOK {
				t.Errorf("a sign-up is answered by %d", a.Status)
			}
		})
	}
}

// linksOf signs an address up, confirms it and returns its links to confirm and to leave.
func (s *server) linksOf(email string) (confirm, leave string) {
	s.subscribe(email)
	s.post("/subscribe", "email="+url.QueryEscape(email))
	return s.linkTo(email, "/subscribe/confirm"), s.waitForLink("/subscribe/leave")
}

// guess tries the i-th way of guesses with a link whose signature is wrong in its last byte.
func (s *server) guess(i int, confirm, leave string, headers []string) *answer {
	g := guesses[i%len(guesses)]
	link := leave
	if g.path == "/subscribe/confirm" {
		link = confirm
	}
	_, signed, _ := strings.Cut(link, "token=")
	wrong := forged(signed, 31, i)
	form := g.form
	if strings.HasSuffix(form, "undo=") {
		form += wrong
	}
	if g.method == http.MethodGet {
		return s.get(g.path+"?token="+wrong, headers...)
	}
	return s.post(g.path+"?token="+wrong, form, headers...)
}

// TestManyAskForTheFeedAtTheMinute lets 500 apps ask at once for a feed that just changed, and again with what they got: it is built
// once, compressed once by gzip, and once by Brotli when somebody likes that and it is no large one.
func TestManyAskForTheFeedAtTheMinute(t *testing.T) {
	t.Parallel()
	for items, brotli := range map[int]float64{20: 1, 100: 0} {
		t.Run(strconv.Itoa(items), func(t *testing.T) {
			t.Parallel()
			crowdAtTheFeed(t, items, brotli)
		})
	}
}

func crowdAtTheFeed(t *testing.T, items int, brotli float64) {
	dir := generated(t, items)
	metrics := "127.0.0.1:" + freePort(t)
	s := start(t, withContent(dir), withEnv("INSIDER_METRICS_ADDR="+metrics))
	before := s.get("/podcast.xml", "Accept-Encoding", "gzip").Header.Get("ETag")
	files, err := filepath.Glob(filepath.Join(dir, "episodes", "*", "index.md"))
	if err != nil || len(files) == 0 {
		t.Fatal(err, len(files))
	}
	add := func(line string) {
		writeFile(t, files[0], strings.Replace(readFile(t, files[0]), "\n---\n", "\n---\n"+line+"\n\n", 1))
	}
	add("One more line.")
	eventually(t, patience, "the feed changed", func() bool { return s.get("/podcast.xml", "Accept-Encoding", "gzip").Header.Get("ETag") != before })

	work := func() [3]float64 {
		return [3]float64{counter(t, metrics, "insider_page_cache_misses_total"),
			counter(t, metrics, `insider_compressions_total{encoding="gzip"}`), counter(t, metrics, `insider_compressions_total{encoding="br"}`)}
	}
	done := work()
	add("And another.")
	tags := map[string]bool{}
	for len(tags) < 2 { // until the change is seen in the midst of a crowd
		for _, tag := range s.allAtOnce(500, http.StatusOK, "Accept-Encoding", "gzip") {
			tags[tag] = true
		}
	}
	for _, encoding := range []string{"gzip", "gzip, deflate, br"} {
		latest := s.allAtOnce(500, http.StatusOK, "Accept-Encoding", encoding)
		if len(latest) != 1 {
			t.Fatalf("%d feeds for %s", len(latest), encoding)
		}
		s.allAtOnce(500, http.StatusNotModified, "Accept-Encoding", encoding, "If-None-Match", latest[0])
	}
	want := [3]float64{done[0] + 1, done[1] + 1, done[2] + brotli}
	if now := work(); now != want {
		t.Errorf("for a crowd, one change led to builds, gzip and Brotli %v, want %v", now, want)
	}
}

// allAtOnce asks for the feed so many times at once and returns the tags of the answers.
func (s *server) allAtOnce(n, status int, headers ...string) []string {
	s.t.Helper()
	tags := make([]string, n)
	var running sync.WaitGroup
	for i := range n {
		running.Go(func() {
			a, err := s.try(http.MethodGet, "/podcast.xml", nil, headers...)
			if err != nil || a.Status != status {
				s.t.Errorf("request %d: %v, %+v", i, err, a)
				return
			}
			tags[i] = a.Header.Get("ETag")
		})
	}
	running.Wait()
	slices.Sort(tags)
	return slices.Compact(tags)
}

// counter reads a metric, "name" or "name{label="value"}".
func counter(t *testing.T, addr, name string) float64 {
	t.Helper()
	a, err := (&server{t: t, URL: "http://" + addr}).try(http.MethodGet, "/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(name) + ` (\S+)$`).FindStringSubmatch(a.Body)
	if m == nil {
		t.Fatalf("there is no %s", name)
	}
	value, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	return value
}
