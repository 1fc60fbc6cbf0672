package websub_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"insider/internal/store"
	"insider/internal/store/storetest"
	"insider/internal/websub"
)

const self = "https://show.example/podcast.xml"

// hub is a real hub that remembers what it was told and answers as answer says.
type hub struct {
	*httptest.Server
	mu     sync.Mutex
	told   []string
	wrong  []string
	answer http.HandlerFunc
}

func newHub(t *testing.T, answer http.HandlerFunc) *hub {
	h := &hub{answer: answer}
	h.Server = httptest.NewServer(h)
	t.Cleanup(h.Close)
	return h
}

func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	h.mu.Lock()
	if r.Method != http.MethodPost || r.PostForm.Get("hub.mode") != "publish" || r.PostForm.Get("hub.url") != self || len(r.PostForm) != 2 {
		h.wrong = append(h.wrong, fmt.Sprintf("%s %s %v", r.Method, r.Header.Get("Content-Type"), r.PostForm))
	}
	h.told = append(h.told, r.PostForm.Get("hub.url"))
	answer := h.answer
	h.mu.Unlock()
	answer(w, r)
}

func (h *hub) count(t *testing.T) int {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.wrong) > 0 {
		t.Fatalf("asked in the wrong way: %v", h.wrong)
	}
	return len(h.told)
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

// house is a feed on a real database, with a clock that the test moves.
type house struct {
	t    *testing.T
	url  string // of the database
	rows *store.Store
	mu   sync.Mutex
	now  time.Time
	feed websub.Feed
}

func newHouse(t *testing.T, hubs ...string) *house {
	h := &house{t: t, url: storetest.SQLite(t), now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	h.feed = websub.Feed{URL: self, Hash: "1", Changed: h.now, Hubs: hubs}
	h.rows = h.open()
	return h
}

func (h *house) open() *store.Store {
	return storetest.Open(h.t, store.Config{URL: h.url, Migrate: true, Clock: h.clock})
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// later moves the clock; change gives the feed other bytes then.
func (h *house) later(d time.Duration, hash string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
	if hash != "" {
		h.feed.Hash, h.feed.Changed = hash, h.now
	}
}

// tell runs a teller on its own connection until the test ends or stop is called.
func (h *house) tell(client *http.Client) (stop func()) {
	h.t.Helper()
	return h.tellBy(h.open(), client)
}

func (h *house) tellBy(rows websub.Store, client *http.Client) (stop func()) {
	h.t.Helper()
	t := &websub.Teller{Store: rows, Client: client, Clock: h.clock, Log: slog.New(slog.DiscardHandler), Feed: func() (websub.Feed, bool, error) {
		h.mu.Lock()
		defer h.mu.Unlock()
		return h.feed, true, nil
	}}
	ctx, cancel := context.WithCancel(h.t.Context())
	done := make(chan error, 1)
	go func() { done <- t.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		select {
		case err := <-done:
			if err != nil {
				h.t.Error(err)
			}
		case <-time.After(20 * time.Second):
			h.t.Error("it does not stop")
		}
	})
	h.t.Cleanup(stop)
	return stop
}

func (h *house) statuses() []websub.Status {
	h.t.Helper()
	list, err := h.rows.Hubs(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	return list
}

// eventually waits for what is to be true within seconds.
func eventually(t *testing.T, what string, true func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if true() {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
	}
}

func (h *house) says(sentence string) {
	h.t.Helper()
	eventually(h.t, sentence, func() bool {
		return slices.ContainsFunc(h.statuses(), func(s websub.Status) bool { return strings.HasPrefix(s.Sentence, sentence) })
	})
}

func TestEachChangeIsToldOnceBySeveralProcesses(t *testing.T) {
	a, b := newHub(t, status(http.StatusNoContent)), newHub(t, status(http.StatusAccepted))
	h := newHouse(t, a.URL+"/", b.URL+"/publish")
	for range 2 {
		h.tell(websub.NewClient())
	}
	eventually(t, "both hubs hear of the first feed", func() bool { return a.count(t) == 1 && b.count(t) == 1 })
	h.later(time.Minute, "2")
	eventually(t, "both hubs hear of the change", func() bool { return a.count(t) == 2 && b.count(t) == 2 })
	eventually(t, "rows say so", func() bool {
		return !slices.ContainsFunc(h.statuses(), func(s websub.Status) bool { return s.Waiting || !s.Told.Equal(h.clock()) })
	})
	h.later(time.Hour, "2")
	h.tell(websub.NewClient())
	time.Sleep(2500 * time.Millisecond) // more than two looks of every teller
	if a.count(t) != 2 || b.count(t) != 2 {
		t.Errorf("told %d and %d times of two feeds", a.count(t), b.count(t))
	}
}

func TestAHubThatIsDownIsToldWhenItIsBack(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	h := newHouse(t, "http://"+address+"/")
	h.tell(websub.NewClient())
	h.says("It cannot be reached.")
	back := &hub{answer: status(http.StatusOK)}
	if listener, err = net.Listen("tcp", address); err != nil {
		t.Skip("SKIP the port was taken meanwhile")
	}
	back.Server = &httptest.Server{Listener: listener, Config: &http.Server{Handler: back}}
	back.Start()
	t.Cleanup(back.Close)
	h.later(10*time.Second, "")
	eventually(t, "the hub hears of it", func() bool { return back.count(t) == 1 })
	eventually(t, "rows say so", func() bool { s := h.statuses()[0]; return !s.Waiting && s.Sentence == "" && s.Attempts == 0 })
}

// silent is a hub that takes a request and answers nothing until the test ends.
func silent(t *testing.T) *hub {
	release := make(chan struct{})
	h := newHub(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	t.Cleanup(func() { close(release) })
	return h
}

func TestASlowHubKeepsNobodyWaiting(t *testing.T) {
	slow, quick := silent(t), newHub(t, status(http.StatusOK))
	h := newHouse(t, slow.URL, strings.Replace(quick.URL, "127.0.0.1", "localhost", 1))
	h.tell(websub.NewClient())
	eventually(t, "the slow hub is asked", func() bool { return slow.count(t) == 1 })
	h.later(30*time.Second, "2") // within the lease of the slow one
	eventually(t, "the quick hub hears of the next change meanwhile", func() bool { return quick.count(t) >= 2 })
	if slow.count(t) != 1 {
		t.Error("the slow hub is asked again while it is asked")
	}
}

func TestASlowHubIsNotWaitedForLong(t *testing.T) {
	h := newHouse(t, silent(t).URL)
	client := websub.NewClient()
	client.Timeout = time.Second
	h.tell(client)
	h.says("It did not answer within 10 seconds.")
}

func TestWhatAHubAnswersIsKeptAsASentence(t *testing.T) {
	elsewhere := newHub(t, status(http.StatusOK))
	for want, answer := range map[string]http.HandlerFunc{
		"It answers 500.":           status(http.StatusInternalServerError),
		"It answers 404.":           status(http.StatusNotFound),
		"It answers 307: it moved.": http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect).ServeHTTP,
		"It answers 301: it moved.": http.RedirectHandler(elsewhere.URL, http.StatusMovedPermanently).ServeHTTP,
		"It answers 429.": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "1800")
			w.WriteHeader(http.StatusTooManyRequests)
		},
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, newHub(t, answer).URL)
			h.tell(websub.NewClient())
			h.says(want)
			if s := h.statuses()[0]; s.Attempts != 1 || !s.Waiting || !s.Due.After(h.clock().Add(4*time.Second)) || strings.Contains(want, "429") && s.Due.Sub(h.clock()) != 30*time.Minute {
				t.Errorf("%+v", s)
			}
		})
	}
	t.Cleanup(func() {
		if n := elsewhere.count(t); n != 0 {
			t.Errorf("%d redirects were followed", n)
		}
	})
}

func TestAHubIsGivenUpAfterDaysAndTriedAgainAfterAChange(t *testing.T) {
	away := newHub(t, status(http.StatusBadGateway))
	h := newHouse(t, away.URL)
	h.tell(websub.NewClient())
	h.says("It answers 502.")
	h.later(websub.Life, "")
	eventually(t, "it is given up", func() bool { s := h.statuses()[0]; return s.GaveUp && !s.Waiting })
	n := away.count(t)
	h.later(websub.Life, "2")
	eventually(t, "it is tried again", func() bool { return away.count(t) > n })
}

func TestAnEndlessAnswerEnds(t *testing.T) {
	endless := newHub(t, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 32<<10)); err != nil {
				return
			}
		}
	})
	h := newHouse(t, endless.URL)
	h.tell(websub.NewClient())
	eventually(t, "it is told", func() bool { list := h.statuses(); return len(list) == 1 && !list[0].Told.IsZero() })
}

func TestAStopBreaksATryOffAndLeavesItToOthers(t *testing.T) {
	slow := silent(t)
	h := newHouse(t, slow.URL)
	stop := h.tell(websub.NewClient())
	eventually(t, "the hub is asked", func() bool { return slow.count(t) == 1 })
	start := time.Now()
	if stop(); time.Since(start) > 5*time.Second {
		t.Errorf("stopping took %v", time.Since(start))
	}
	claims, err := h.rows.ClaimHubs(t.Context(), "next", h.clock().Add(time.Minute))
	if err != nil || len(claims) != 1 || claims[0].Attempts != 0 {
		t.Errorf("%+v, %v", claims, err)
	}
}
