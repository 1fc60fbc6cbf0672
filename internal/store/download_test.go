package store_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"insider/internal/downloads"
	"insider/internal/store"
	"insider/internal/store/storetest"
)

var episodeFile = &downloads.File{Hash: "abc", Bytes: 30_000_000, HeaderBytes: 600_000, Duration: 30 * time.Minute}

// request is an event of a day, so many minutes after its beginning.
func request(day downloads.Day, minutes int, listener uint64) downloads.Event {
	return downloads.Event{At: day.Start().Add(time.Duration(minutes) * time.Minute), Kind: downloads.Media, Item: "guid-1", File: episodeFile, Method: "GET",
		Status: 200, Sent: 30_000_000, Listener: listener, Before: listener - 1, Agent: "Overcast/3.0", Country: "BE", Recorded: day}
}

func eventsOf(t *testing.T, s *store.Store) (list []downloads.Event) {
	t.Helper()
	err := s.Events(t.Context(), 0, 1<<30, func(e downloads.Event) error { list = append(list, e); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestEventsComeBackAsTheyWere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		a := request(20000, 1, 1<<63|5)
		b := a
		b.At, b.Method, b.Status, b.Range, b.Sent, b.Agent, b.Country = a.At.Add(-time.Hour), "HEAD", 206, "bytes=0-1,5-9", 0, "", ""
		c := downloads.Event{At: a.At, Kind: downloads.Feed, Item: "/podcast.xml", Method: "GET", Status: 304, Listener: 9, Before: 8, Agent: "gPodder/3", Recorded: 20001}
		for day, events := range map[downloads.Day][]downloads.Event{20000: {a, b}, 20001: {c, c}} {
			if err := s.AppendEvents(t.Context(), day, events); err != nil {
				t.Fatal(err)
			}
		}
		c2 := c
		if err := s.AppendEvents(t.Context(), 20001, []downloads.Event{c2}); err != nil {
			t.Fatal(err)
		}
		if got, want := eventsOf(t, s), []downloads.Event{a, b, c, c, c2}; !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v\nwant %+v", got, want)
		}
		if day, err := s.OldestEvents(t.Context()); err != nil || day != 20000 {
			t.Fatal(day, err)
		}
	})
}

func TestAFileIsDescribedAsItIsNow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := request(20000, 1, 3)
		longer := *episodeFile
		longer.HeaderBytes = 700_000
		f := e
		f.File = &longer
		for _, x := range []downloads.Event{e, f} {
			if err := s.AppendEvents(t.Context(), 20000, []downloads.Event{x}); err != nil {
				t.Fatal(err)
			}
		}
		for _, x := range eventsOf(t, s) {
			if x.File.HeaderBytes != 700_000 {
				t.Fatalf("%+v", x.File)
			}
		}
	})
}

func TestSaltsAreSharedAndDestroyed(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		s := storetest.Open(t, store.Config{URL: url, Migrate: true})
		other := storetest.Open(t, store.Config{URL: url})
		first, err := s.Salts(t.Context(), 20000)
		if err != nil || len(first.Today) != downloads.SaltBytes || bytes.Equal(first.Today, first.Before) {
			t.Fatalf("%+v, %v", first, err)
		}
		next, err := other.Salts(t.Context(), 20001)
		if err != nil || !bytes.Equal(next.Before, first.Today) || bytes.Equal(next.Today, first.Today) {
			t.Fatalf("%+v, %v", next, err)
		}
		if err := s.DestroySalts(t.Context(), 20001, 20003); err != nil {
			t.Fatal(err)
		}
		again, err := s.Salts(t.Context(), 20000)
		if err != nil || bytes.Equal(again.Today, first.Today) || bytes.Equal(again.Before, first.Before) {
			t.Fatalf("destroyed salts came back: %v", err)
		}
		if path, isFile := strings.CutPrefix(url, "sqlite:"); isFile {
			if err := s.DestroySalts(t.Context(), 20001, 20003); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{path, path + "-wal"} {
				data, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				for _, salt := range [][]byte{first.Today, first.Before, again.Today} {
					if bytes.Contains(data, salt) {
						t.Errorf("%s still holds a destroyed salt", name)
					}
				}
			}
		}
	})
}

// report is the number of downloads by day and the sum of each day's readers of the feed.
func report(t *testing.T, s *store.Store, now time.Time) string {
	t.Helper()
	r := downloads.Reporter{Ledger: s, Agents: downloads.NewAgents(), Clock: func() time.Time { return now }}
	out, err := r.Report(t.Context(), downloads.Query{From: 20000, To: 20004})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(out.Days, out.Apps, out.Countries, out.Readers, out.Episodes[0].Total, out.Episodes[0].After(7))
}

func TestOldDaysBecomeSumsAndCountTheSame(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		episode := downloads.Episode{GUID: "guid-1", Slug: "one", Title: "One", Published: downloads.Day(20000).Start()}
		if err := s.RecordEpisodes(t.Context(), []downloads.Episode{episode}); err != nil {
			t.Fatal(err)
		}
		// Listener 11 comes every 20 hours: each window goes across midnight. Its hash is 11 on the first day, 12 on the next.
		minutes := []int{20 * 60, 16 * 60, 12 * 60, 8 * 60}
		for i, m := range minutes {
			day := downloads.Day(20000 + i)
			events := []downloads.Event{request(day, m, uint64(11+i)), request(day, m+1, uint64(100+10*i))}
			feed := events[0]
			feed.Kind, feed.Item, feed.File = downloads.Feed, "/podcast.xml", nil
			if err := s.AppendEvents(t.Context(), day, append(events, feed)); err != nil {
				t.Fatal(err)
			}
		}
		now := downloads.Day(20004).Start()
		want := report(t, s, now)
		keeper := downloads.Keeper{Archive: s, Agents: downloads.NewAgents(), Clock: func() time.Time { return now }}
		for days := 3; days >= 0; days-- {
			keeper.Days = days
			if err := keeper.Tidy(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := report(t, s, now); got != want {
				t.Fatalf("with %d days kept:\n%s\nwant\n%s", days, got, want)
			}
		}
		if closed, err := s.ClosedDay(t.Context()); err != nil || closed != 20003 {
			t.Fatal(closed, err)
		}
		if left := len(eventsOf(t, s)); left > 2 {
			t.Fatalf("%d raw events are left", left)
		}
	})
}

func TestADayIsClosedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		sum := downloads.Sum{Day: 20000, Kind: downloads.Media, Item: "guid-1", App: "Overcast", Country: "BE", Count: 3}
		for range 2 {
			if err := s.CloseDay(t.Context(), 20000, []downloads.Sum{sum}, []downloads.Event{request(20000, 1, 3)}); err != nil {
				t.Fatal(err)
			}
			sum.Count = 5
		}
		sums, err := s.Sums(t.Context())
		if err != nil || len(sums) != 1 || sums[0].Count != 3 || len(eventsOf(t, s)) != 1 {
			t.Fatal(sums, err)
		}
	})
}

func TestNamesOfAFailedBatchAreForgotten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		wrong := request(20000, 2, 5)
		wrong.Kind = "nonsense"
		if err := s.AppendEvents(t.Context(), 20000, []downloads.Event{request(20000, 1, 3), wrong}); err == nil {
			t.Fatal("an event of no kind was kept")
		}
		good := request(20000, 3, 7)
		for range 2 {
			if err := s.AppendEvents(t.Context(), 20000, []downloads.Event{good}); err != nil {
				t.Fatal(err)
			}
		}
		if got := eventsOf(t, s); !reflect.DeepEqual(got, []downloads.Event{good, good}) {
			t.Fatalf("%+v", got)
		}
	})
}

func TestTwoProcessesWriteTheSameNames(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		stores := []*store.Store{storetest.Open(t, store.Config{URL: url, Migrate: true}), storetest.Open(t, store.Config{URL: url})}
		const rounds, agents = 10, 20
		done := make(chan error)
		for i, s := range stores {
			go func() {
				for round := range rounds {
					events := make([]downloads.Event, agents)
					for j := range events {
						events[j] = request(20000, round, uint64(j+1))
						events[j].Agent = fmt.Sprint(round, (j*(2*i-1)+agents)%agents) // each in the other's order
					}
					if err := s.AppendEvents(context.Background(), 20000, events); err != nil {
						done <- err
						return
					}
				}
				done <- nil
			}()
		}
		for range stores {
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
		byAgent := map[string]int{}
		for _, e := range eventsOf(t, stores[0]) {
			byAgent[e.Agent]++
		}
		if len(byAgent) != rounds*agents || byAgent[""] != 0 {
			t.Fatalf("%d agents, %d events without one", len(byAgent), byAgent[""])
		}
	})
}

func TestAStoppedReaderGetsNoMoreEvents(t *testing.T) {
	s := storetest.Open(t, store.Config{URL: storetest.SQLite(t), Migrate: true})
	if err := s.AppendEvents(t.Context(), 20000, []downloads.Event{request(20000, 1, 3), request(20000, 2, 3)}); err != nil {
		t.Fatal(err)
	}
	n := 0
	err := s.Events(t.Context(), 0, 1<<30, func(downloads.Event) error { n++; return context.Canceled })
	if err == nil || n != 1 {
		t.Fatal(n, err)
	}
}
