package e2e

import (
	"fmt"
	"net/http"
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

// floods are the forms that anybody can post, with a body that is new each time.
var floods = map[string]func(i int) string{
	"/subscribe":    func(i int) string { return fmt.Sprintf("email=reader%d%%40example.com", i) },
	"/stories/new":  func(i int) string { return strings.Replace(storyForm, "historian", "historian"+strconv.Itoa(i), 1) },
	"/stories/mine": func(i int) string { return "code=word+word+word+word+word+word+" + strconv.Itoa(i) },
	"/desk/sign-in": func(i int) string { return fmt.Sprintf("email=editor%d%%40example.com", i) },
}

// TestFloodsFromManyNetworks posts each form from networks that a stranger makes up, and from as many as a trusted proxy sees.
func TestFloodsFromManyNetworks(t *testing.T) {
	t.Parallel()
	for path, body := range floods {
		t.Run("spoofed"+path, func(t *testing.T) {
			t.Parallel()
			s := start(t, withEnv("INSIDER_LIMIT_SIGNUPS=20", "INSIDER_LIMIT_STORIES=10"))
			taken := 0
			for i := range 80 {
				from := fmt.Sprintf("203.0.%d.%d", i, i)
				a := s.post(path, body(i), "X-Forwarded-For", from, "X-Real-IP", from, "Forwarded", "for="+from, "CF-Connecting-IP", from, "True-Client-IP", from)
				if a.Status != http.StatusTooManyRequests {
					taken++
				} else if a.Header.Get("Retry-After") == "" {
					t.Fatal("refused without Retry-After")
				}
			}
			if want := map[string]int{"/subscribe": 20, "/stories/new": 10, "/stories/mine": 60, "/desk/sign-in": 20}[path]; taken != want {
				t.Errorf("%d of 80 posts of one network got in, want %d", taken, want)
			}
			if a := s.get("/"); a.Status != http.StatusOK {
				t.Errorf("readers get %d", a.Status)
			}
		})
		t.Run("many"+path, func(t *testing.T) {
			t.Parallel()
			s := start(t, withEnv("INSIDER_LIMIT_MINUTE=50", "INSIDER_TRUSTED_PROXIES=127.0.0.1/32"))
			var taken, told atomic.Int32
			began := time.Now()
			var running sync.WaitGroup
			for i := range 200 {
				running.Go(func() {
					switch a := s.post(path, body(i), "X-Forwarded-For", fmt.Sprintf("2001:db8:%x::%x", i, i)); {
					case a.Status == http.StatusTooManyRequests && a.Header.Get("Retry-After") != "":
						told.Add(1)
					case a.Status < 500:
						taken.Add(1)
					default:
						t.Errorf("%s answers %d", path, a.Status)
					}
				})
			}
			running.Wait()
			most := int32(50 * (1 + int(time.Since(began)/time.Minute)))
			if taken.Load() > most || taken.Load() < 50 || taken.Load()+told.Load() != 200 {
				t.Errorf("%d got in, %d were told to wait; at most %d may", taken.Load(), told.Load(), most)
			}
		})
	}
}

// TestManyAskForTheFeedAtTheMinute lets 500 apps ask at once for a feed that just changed, and again with what they got.
func TestManyAskForTheFeedAtTheMinute(t *testing.T) {
	t.Parallel()
	dir := generated(t, 100)
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

	built := counter(t, metrics, "insider_page_cache_misses_total")
	add("And another.")
	tags := map[string]bool{}
	for len(tags) < 2 { // until the change is seen in the midst of a crowd
		for _, tag := range s.allAtOnce(500, http.StatusOK, "Accept-Encoding", "gzip") {
			tags[tag] = true
		}
	}
	latest := s.allAtOnce(1, http.StatusOK, "Accept-Encoding", "gzip")[0]
	s.allAtOnce(500, http.StatusNotModified, "Accept-Encoding", "gzip", "If-None-Match", latest)
	if n := counter(t, metrics, "insider_page_cache_misses_total") - built; n != 1 {
		t.Errorf("one change made the feed be built %v times for a crowd", n)
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

// counter reads a metric without labels.
func counter(t *testing.T, addr, name string) float64 {
	t.Helper()
	a, err := (&server{t: t, URL: "http://" + addr}).try(http.MethodGet, "/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^` + name + ` (\S+)$`).FindStringSubmatch(a.Body)
	if m == nil {
		t.Fatalf("there is no %s", name)
	}
	value, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func middle(values []time.Duration) time.Duration {
	slices.Sort(values)
	return values[len(values)/2]
}
