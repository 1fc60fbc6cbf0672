package store_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"insider/internal/store"
	"insider/internal/store/storetest"
	"insider/internal/websub"
)

// hubs is a store of hubs with a clock that the test moves.
type hubs struct {
	*store.Store
	t   *testing.T
	now time.Time
}

func eachHubs(t *testing.T, test func(h *hubs)) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		h := &hubs{t: t, now: noon}
		h.Store = storetest.Open(t, store.Config{URL: url, Migrate: true, Clock: func() time.Time { return h.now }})
		test(h)
	})
}

func feedOf(hash string, changed time.Time, hubs ...string) websub.Feed {
	return websub.Feed{URL: "https://x/podcast.xml", Hash: hash, Changed: changed, Hubs: hubs}
}

func (h *hubs) note(f websub.Feed) {
	h.t.Helper()
	if err := h.NoteFeed(h.t.Context(), f); err != nil {
		h.t.Fatal(err)
	}
}

// claims returns what is due as "hub hash".
func (h *hubs) claims(holder string) (due []string) {
	h.t.Helper()
	claims, err := h.ClaimHubs(h.t.Context(), holder, h.now.Add(time.Minute))
	if err != nil {
		h.t.Fatal(err)
	}
	for _, c := range claims {
		due = append(due, c.Hub+" "+c.Hash)
	}
	return due
}

func (h *hubs) wantDue(holder string, want ...string) {
	h.t.Helper()
	if got := h.claims(holder); !slices.Equal(got, want) {
		h.t.Fatalf("due are %v, want %v", got, want)
	}
}

func (h *hubs) finish(holder, hub, hash string, o websub.Outcome) {
	h.t.Helper()
	o.Claim, o.At = websub.Claim{Hub: hub, Feed: "https://x/podcast.xml", Hash: hash}, h.now
	if err := h.FinishHub(h.t.Context(), holder, o); err != nil {
		h.t.Fatal(err)
	}
}

func (h *hubs) only() websub.Status {
	h.t.Helper()
	list, err := h.Hubs(h.t.Context())
	if err != nil || len(list) != 1 {
		h.t.Fatalf("%+v, %v", list, err)
	}
	return list[0]
}

var told = websub.Outcome{Told: true}

func TestHubsThatAreGivenBackAreDueAtOnce(t *testing.T) {
	eachHubs(t, func(h *hubs) {
		h.note(feedOf("1", noon, "https://a/", "https://b/"))
		h.wantDue("p", "https://a/ 1", "https://b/ 1")
		h.finish("p", "https://a/", "1", told)
		for _, holder := range []string{"q", "p"} {
			h.wantDue("r")
			if err := h.ReleaseHubs(t.Context(), holder); err != nil {
				t.Fatal(err)
			}
		}
		h.wantDue("r", "https://b/ 1")
	})
}

func TestAHubIsToldOnceOfTheSameBytes(t *testing.T) {
	eachHubs(t, func(h *hubs) {
		h.note(feedOf("1", noon, "https://a/", "https://b/"))
		h.wantDue("me", "https://a/ 1", "https://b/ 1")
		h.wantDue("other")
		h.finish("me", "https://a/", "1", told)
		h.finish("me", "https://b/", "1", told)
		h.now = h.now.Add(time.Hour)
		h.note(feedOf("1", h.now, "https://a/", "https://b/"))
		h.wantDue("me")
		h.note(feedOf("2", h.now, "https://a/"))
		h.wantDue("me", "https://a/ 2")
		if s := h.only(); !s.Told.Equal(noon) || !s.Waiting {
			t.Errorf("%+v", s)
		}
	})
}

func TestAHubThatFailsIsTriedWhenItsTimeComes(t *testing.T) {
	eachHubs(t, func(h *hubs) {
		h.note(feedOf("1", noon, "https://a/"))
		h.wantDue("me", "https://a/ 1")
		h.finish("me", "https://a/", "1", websub.Outcome{Sentence: "It answers 503.", Due: noon.Add(time.Minute)})
		h.now = noon.Add(59 * time.Second)
		h.wantDue("me")
		if s := h.only(); s.Attempts != 1 || s.Sentence != "It answers 503." || !s.Due.Equal(noon.Add(time.Minute)) || !s.Waiting {
			t.Errorf("%+v", s)
		}
		h.now = noon.Add(time.Minute)
		h.wantDue("me", "https://a/ 1")
		h.finish("me", "https://a/", "1", websub.Outcome{Sentence: "It answers 503.", GaveUp: true, Due: h.now})
		h.now = h.now.Add(time.Hour)
		h.wantDue("me")
		if s := h.only(); !s.GaveUp || s.Waiting {
			t.Errorf("%+v", s)
		}
		h.note(feedOf("2", h.now, "https://a/"))
		h.wantDue("me", "https://a/ 2")
	})
}

func TestALeaseThatRanOutIsTakenOver(t *testing.T) {
	eachHubs(t, func(h *hubs) {
		h.note(feedOf("1", noon, "https://a/"))
		h.wantDue("dead", "https://a/ 1")
		h.now = noon.Add(2 * time.Minute)
		h.wantDue("me", "https://a/ 1")
		h.finish("dead", "https://a/", "1", websub.Outcome{Sentence: "late"})
		if s := h.only(); s.Sentence != "" {
			t.Errorf("the outcome of a lost lease counts: %+v", s)
		}
		h.finish("me", "https://a/", "1", told)
		if s := h.only(); s.Waiting {
			t.Errorf("%+v", s)
		}
	})
}

func TestAFeedThatChangesWhileItIsToldStaysToBeTold(t *testing.T) {
	eachHubs(t, func(h *hubs) {
		h.note(feedOf("1", noon, "https://a/"))
		h.wantDue("me", "https://a/ 1")
		h.note(feedOf("2", noon, "https://a/"))
		h.wantDue("other")
		h.finish("me", "https://a/", "1", told)
		h.wantDue("me") // several quick changes are told once
		h.now = noon.Add(websub.Gap)
		h.wantDue("me", "https://a/ 2")
	})
}

func TestWhatWasBrokenOffIsDueAtOnce(t *testing.T) {
	eachHubs(t, func(h *hubs) {
		h.note(feedOf("1", noon, "https://a/"))
		h.wantDue("me", "https://a/ 1")
		h.finish("me", "https://a/", "1", websub.Outcome{Due: noon})
		h.wantDue("other", "https://a/ 1")
	})
}

func TestAProcessThatIsBehindChangesNothing(t *testing.T) {
	eachHubs(t, func(h *hubs) {
		h.note(feedOf("2", noon, "https://a/"))
		h.note(feedOf("1", noon.Add(-time.Second), "https://b/"))
		h.wantDue("me", "https://a/ 2")
	})
}

func TestOneOfManyProcessesTells(t *testing.T) {
	eachHubs(t, func(h *hubs) {
		var group sync.WaitGroup
		var mu sync.Mutex
		count := 0
		for range 8 {
			group.Go(func() {
				if err := h.NoteFeed(t.Context(), feedOf("1", noon, "https://a/", "https://b/")); err != nil {
					t.Error(err)
				}
				claims, err := h.ClaimHubs(t.Context(), "p", noon.Add(time.Minute))
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				count += len(claims)
			})
		}
		if group.Wait(); count != 2 {
			t.Errorf("%d claims", count)
		}
	})
}
