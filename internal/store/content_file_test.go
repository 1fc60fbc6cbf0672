package store_test

import (
	"fmt"
	"maps"
	"sync"
	"testing"
	"time"

	"insider/internal/store"
	"insider/internal/store/storetest"
)

var noon = time.Date(2026, 11, 14, 12, 0, 0, 0, time.UTC)

func record(t *testing.T, s *store.Store, now time.Time, files ...string) store.FileTimes {
	t.Helper()
	var list []store.ContentFile
	for i := 0; i < len(files); i += 2 {
		list = append(list, store.ContentFile{Path: files[i], Hash: files[i+1]})
	}
	times, err := s.RecordFiles(t.Context(), list, now)
	if err != nil {
		t.Fatal(err)
	}
	return times
}

func TestFilesKeepTheMomentTheyChanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		at := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }
		record(t, s, at(0), "episodes/a.md", "1", "episodes/b.md", "1", "show.yaml", "1")
		record(t, s, at(1), "episodes/a.md", "1", "episodes/b.md", "2", "show.yaml", "1")
		times := record(t, s, at(2), "episodes/a.md", "1", "show.yaml", "1")
		want := map[string]time.Time{"episodes/a.md": at(0), "show.yaml": at(0)}
		if !maps.EqualFunc(times.Changed, want, time.Time.Equal) || !times.Removed["episodes"].Equal(at(2)) || len(times.Removed) != 1 {
			t.Fatalf("%+v", times)
		}
		times = record(t, s, at(3), "episodes/a.md", "1", "episodes/b.md", "2", "show.yaml", "1")
		if !times.Changed["episodes/b.md"].Equal(at(3)) || len(times.Removed) != 0 {
			t.Fatalf("a file that came back: %+v", times)
		}
	})
}

func TestFileTimesNeverGoBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		record(t, s, noon, "a.md", "1")
		if times := record(t, s, noon.Add(-time.Hour), "a.md", "2"); !times.Changed["a.md"].Equal(noon) {
			t.Fatalf("%+v", times)
		}
	})
}

func TestEveryProcessSeesTheSameTimes(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		one := storetest.Open(t, store.Config{URL: url, Migrate: true})
		two := storetest.Open(t, store.Config{URL: url})
		record(t, one, noon, "a.md", "1")
		if times := record(t, two, noon.Add(time.Minute), "a.md", "1"); !times.Changed["a.md"].Equal(noon) {
			t.Fatalf("the second process: %+v", times)
		}
		record(t, two, noon.Add(2*time.Minute), "a.md", "2")
		times := record(t, one, noon.Add(3*time.Minute), "a.md", "2")
		if !times.Changed["a.md"].Equal(noon.Add(2 * time.Minute)) {
			t.Fatalf("the first one, with a memory of its own: %+v", times)
		}
		third := storetest.Open(t, store.Config{URL: url})
		if again := record(t, third, noon.Add(time.Hour), "a.md", "2"); !maps.EqualFunc(again.Changed, times.Changed, time.Time.Equal) {
			t.Fatalf("after a restart: %+v", again)
		}
	})
}

func TestProcessesThatStartAtOnceAgree(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		storetest.Open(t, store.Config{URL: url, Migrate: true})
		results := make([]store.FileTimes, 4)
		var group sync.WaitGroup
		for i := range results {
			s := storetest.Open(t, store.Config{URL: url})
			group.Go(func() {
				times, err := s.RecordFiles(t.Context(), []store.ContentFile{{Path: "a.md", Hash: "1"}}, noon.Add(time.Duration(i)*time.Second))
				if err != nil {
					t.Error(err)
				}
				results[i] = times
			})
		}
		group.Wait()
		for _, r := range results {
			if !r.Changed["a.md"].Equal(results[0].Changed["a.md"]) {
				t.Fatalf("%+v", results)
			}
		}
	})
}

func TestTenThousandFiles(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var files []store.ContentFile
		for i := range 10_000 {
			files = append(files, store.ContentFile{Path: fmt.Sprintf("articles/%05d.md", i), Hash: "1"})
		}
		if _, err := s.RecordFiles(t.Context(), files, noon); err != nil {
			t.Fatal(err)
		}
		files[77].Hash = "2"
		times, err := s.RecordFiles(t.Context(), files, noon.Add(time.Minute))
		if err != nil || len(times.Changed) != 10_000 || !times.Changed[files[77].Path].Equal(noon.Add(time.Minute)) || !times.Changed[files[78].Path].Equal(noon) {
			t.Fatal(len(times.Changed), err)
		}
	})
}

func TestKeysAndRevisionAreShared(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		storetest.Open(t, store.Config{URL: url, Migrate: true})
		keys := make([]string, 4)
		var group sync.WaitGroup
		for i := range keys {
			s := storetest.Open(t, store.Config{URL: url})
			group.Go(func() {
				key, err := s.SuppressionKey(t.Context())
				if err != nil || len(key) != 32 {
					t.Error(len(key), err)
				}
				keys[i] = string(key)
			})
		}
		group.Wait()
		for _, k := range keys {
			if k != keys[0] || k == string(make([]byte, 32)) {
				t.Fatal("processes have different keys")
			}
		}
	})
}
