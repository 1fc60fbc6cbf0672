package edition

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"insider/internal/show"
)

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// source is a show with something of every kind, public and not.
func source() *Source {
	ada := &show.Person{Slug: "ada", Name: "Ada", Hash: "p1", Aliases: []string{"/team/ada"}}
	brook := &show.Person{Slug: "brook", Name: "Brook", Hash: "p2"}
	carol := &show.Person{Slug: "carol", Name: "Carol", Hash: "p3"}
	pumps, valves := show.Topic{Slug: "pumps", Name: "Pumps"}, show.Topic{Slug: "valves", Name: "Valves"}
	file := &show.File{Name: "one.mp3", Source: "episodes/one/one.mp3"}
	cover := &show.File{Name: "cover.jpg", Source: "cover.jpg", Hash: "c0ffee"}
	return &Source{
		Show: &show.Show{Title: "Two Valves", Hosts: []*show.Person{brook, ada}, Hash: "s1", Seasons: []show.Season{{Number: 1, Name: "Beginnings"}},
			Cover: &show.Image{Path: "/media/show/c0ffee/cover.jpg", File: cover}, Changed: noon.Add(-9 * time.Hour)},
		People: []*show.Person{carol, ada, brook},
		Pages:  []*show.Page{{Slug: "privacy", Hash: "g2"}, {Slug: "about", Hash: "g1", Aliases: []string{"/about-us"}}},
		Episodes: []*show.Episode{
			{Slug: "one", GUID: "g-one", Title: "One", Number: 1, Season: 1, Date: noon.Add(-48 * time.Hour), Hash: "e1", Files: []*show.File{file},
				Aliases: []string{"/episodes/old-one"}, Topics: []show.Topic{pumps}, People: []show.Credit{{Person: ada, Role: "host"}, {Person: ada, Role: "editor"}}},
			{Slug: "two", GUID: "g-two", Title: "Two", Number: 2, Season: 1, Date: noon.Add(-24 * time.Hour), Hash: "e2", Topics: []show.Topic{valves, pumps}, Changed: noon.Add(-time.Hour)},
			{Slug: "later", GUID: "g-later", Title: "Later", Number: 3, Date: noon.Add(time.Hour), Hash: "e3", Topics: []show.Topic{{Slug: "secret", Name: "Secret"}}},
			{Slug: "much-later", GUID: "g-much-later", Title: "Much later", Date: noon.Add(2 * time.Hour), Hash: "e5"},
			{Slug: "idea", GUID: "g-idea", Title: "Idea", Date: noon.Add(-72 * time.Hour), Draft: true, Hash: "e4", Aliases: []string{"/idea"}},
		},
		Articles: []*show.Article{{Slug: "a", Title: "A", Date: noon.Add(-36 * time.Hour), Hash: "a1", Authors: []*show.Person{ada}, Topics: []show.Topic{pumps}}},
		Stories:  []*show.Story{{Number: 7, Slug: "s", Title: "S", Date: noon.Add(-30 * time.Hour), Hash: "r1"}},
		Gone:     []string{"taken-back"},
	}
}

func paths[T interface{ Path() string }](items []T) []string {
	var out []string
	for _, x := range items {
		out = append(out, x.Path())
	}
	return out
}

func TestOnlyWhatIsPublicIsThere(t *testing.T) {
	e := New(source(), noon)
	if got := paths(e.Episodes); !slices.Equal(got, []string{"/episodes/two", "/episodes/one"}) {
		t.Errorf("episodes: %v", got)
	}
	for _, slug := range []string{"later", "idea", "none"} {
		if _, ok := e.Episode(slug); ok {
			t.Errorf("%s is public", slug)
		}
	}
	if _, ok := e.EpisodeByGUID("g-idea"); ok {
		t.Error("a draft is found by its guid")
	}
	if _, ok := e.Alias("/idea"); ok {
		t.Error("a draft's alias leads somewhere")
	}
	if _, ok := e.Topic("secret"); ok {
		t.Error("a topic of a future episode is public")
	}
	if !e.Gone("taken-back") || e.Gone("s") {
		t.Error("what is gone for good is not told")
	}
}

func TestAnEpisodeAppearsAtItsMinute(t *testing.T) {
	e := New(source(), noon)
	if !e.NextChange.Equal(noon.Add(time.Hour)) {
		t.Fatalf("next change: %s", e.NextChange)
	}
	if e.At(noon.Add(time.Hour-time.Nanosecond)) != e {
		t.Error("another edition before anything changed")
	}
	next := e.At(noon.Add(time.Hour))
	if _, ok := next.Episode("later"); !ok || next.Hash == e.Hash || !next.NextChange.Equal(noon.Add(2*time.Hour)) {
		t.Errorf("at its minute: %v, next change %s", paths(next.Episodes), next.NextChange)
	}
	if last := next.At(noon.Add(3 * time.Hour)); !last.NextChange.IsZero() || last.At(noon.Add(999*time.Hour)) != last {
		t.Errorf("after the last: %s", last.NextChange)
	}
	if got := next.Modified(show.Episodes); !got.Equal(noon.Add(time.Hour)) {
		t.Errorf("modified %s, not at the moment of publication", got)
	}
}

func TestListsAreNewestFirstWhateverTheOrderOfFiles(t *testing.T) {
	want := []string{"/episodes/two", "/stories/s", "/articles/a", "/episodes/one"}
	for range 20 {
		s := source()
		slices.Reverse(s.Episodes)
		if got := paths(New(s, noon).Log); !slices.Equal(got, want) {
			t.Fatalf("%v", got)
		}
	}
	s := source()
	for _, ep := range s.Episodes {
		ep.Date = noon.Add(-time.Hour)
	}
	if got := paths(New(s, noon).Episodes); !slices.Equal(got, []string{"/episodes/two", "/episodes/one", "/episodes/later", "/episodes/much-later"}) {
		t.Errorf("of the same minute: %v", got)
	}
}

// TestOneMoment puts a whole show on one day, as an import may: seasons follow each other, each begun by its trailer.
func TestOneMoment(t *testing.T) {
	ep := func(slug string, season, number int) *show.Episode {
		return &show.Episode{Slug: slug, Season: season, Number: number, Date: noon}
	}
	s := &Source{Show: &show.Show{}, Episodes: []*show.Episode{
		ep("two-one", 2, 1), ep("one-ten", 1, 10), ep("two-trailer", 2, 0), ep("one-trailer", 1, 0), ep("one-nine", 1, 9), ep("thousand", 1, 1000), ep("trailer", 0, 0)}}
	want := []string{"/episodes/two-one", "/episodes/two-trailer", "/episodes/thousand", "/episodes/one-ten", "/episodes/one-nine", "/episodes/one-trailer", "/episodes/trailer"}
	e := New(s, noon)
	if got := paths(e.Episodes); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	trailer, _ := e.Episode("two-trailer")
	if previous, next := e.Neighbours(trailer); previous.Path() != "/episodes/thousand" || next.Path() != "/episodes/two-one" {
		t.Errorf("beside the trailer stand %s and %s", previous.Path(), next.Path())
	}
}

func TestLookups(t *testing.T) {
	e := New(source(), noon)
	if p, ok := e.Person("ada"); !ok || p.Name != "Ada" {
		t.Error("person")
	}
	if got := paths(e.People); !slices.Equal(got, []string{"/people/brook", "/people/ada", "/people/carol"}) {
		t.Errorf("people: %v, hosts in pen order first", got)
	}
	if got := paths(e.Pages); !slices.Equal(got, []string{"/about", "/privacy"}) {
		t.Errorf("pages: %v", got)
	}
	if got := paths(e.ItemsBy("ada")); !slices.Equal(got, []string{"/articles/a", "/episodes/one"}) {
		t.Errorf("by ada: %v, each once", got)
	}
	pumps, ok := e.Topic("pumps")
	if got := paths(pumps.Items); !ok || !slices.Equal(got, []string{"/episodes/two", "/articles/a", "/episodes/one"}) {
		t.Errorf("pumps: %v", got)
	}
	season, ok := e.Season(1)
	if got := paths(season.Items); !ok || season.Key.Name != "Beginnings" || !slices.Equal(got, []string{"/episodes/two", "/episodes/one"}) {
		t.Errorf("season: %+v", season)
	}
	for alias, want := range map[string]string{"/episodes/old-one": "/episodes/one", "/about-us": "/about", "/team/ada": "/people/ada"} {
		if got, ok := e.Alias(alias); !ok || got != want {
			t.Errorf("%s leads to %s", alias, got)
		}
	}
	two, _ := e.Episode("two")
	one, _ := e.Episode("one")
	if previous, next := e.Neighbours(two); previous != one || next != nil {
		t.Errorf("neighbours of two: %v, %v", previous, next)
	}
	if previous, next := e.Neighbours(one); previous != nil || next != two {
		t.Errorf("neighbours of one: %v, %v", previous, next)
	}
	for _, item := range []show.Item{e.Articles[0], e.Stories[0], &show.Episode{}} {
		if previous, next := e.Neighbours(item); previous != nil || next != nil {
			t.Errorf("neighbours of the only %s: %v, %v", item.ItemKind(), previous, next)
		}
	}
}

func TestFilesBelongToPublicItems(t *testing.T) {
	s := source()
	s.Episodes[4].Files = []*show.File{{Name: "idea.mp3"}}
	e := New(s, noon)
	if f, ok := e.File(show.Episodes, "one", "one.mp3"); !ok || f.Source != "episodes/one/one.mp3" {
		t.Errorf("%+v", f)
	}
	if f, ok := e.File(show.Media, "c0ffee", "cover.jpg"); !ok || f.Source != "cover.jpg" {
		t.Errorf("%+v", f)
	}
	for _, x := range []struct {
		kind       show.Kind
		slug, name string
	}{{show.Episodes, "one", "two.mp3"}, {show.Episodes, "idea", "idea.mp3"}, {show.Articles, "one", "one.mp3"}, {show.Media, "x", "show.yaml"}, {"other", "one", "one.mp3"}} {
		if f, ok := e.File(x.kind, x.slug, x.name); ok {
			t.Errorf("%v gives %+v", x, f)
		}
	}
}

func TestDraftsAreShownOnRequest(t *testing.T) {
	s := source()
	s.Drafts = true
	e := New(s, noon)
	if len(e.Episodes) != 5 || !e.NextChange.IsZero() || !e.Drafts || e.Hash == New(source(), noon).Hash {
		t.Errorf("%v", paths(e.Episodes))
	}
}

func TestHashFollowsWhatIsPublic(t *testing.T) {
	first := New(source(), noon).Hash
	if again := New(source(), noon.Add(time.Minute)).Hash; again != first {
		t.Error("the same content gives another hash")
	}
	for name, change := range map[string]func(*Source){
		"the show":   func(s *Source) { s.Show.Hash = "x" },
		"an episode": func(s *Source) { s.Episodes[0].Hash = "x" },
		"an article": func(s *Source) { s.Articles[0].Hash = "x" },
		"a story":    func(s *Source) { s.Stories[0].Hash = "x" },
		"a page":     func(s *Source) { s.Pages[0].Hash = "x" },
		"a person":   func(s *Source) { s.People[0].Hash = "x" },
		"gone":       func(s *Source) { s.Gone = nil },
		"removed":    func(s *Source) { s.Articles = nil },
	} {
		s := source()
		change(s)
		if New(s, noon).Hash == first {
			t.Errorf("%s does not change the hash", name)
		}
	}
	s := source()
	s.Episodes[4].Hash = "x"
	if New(s, noon).Hash != first {
		t.Error("a draft changes the hash")
	}
}

func TestModifiedIsTheNewestOfWhatCounts(t *testing.T) {
	s := source()
	s.Removed = map[show.Kind]time.Time{show.Articles: noon.Add(-2 * time.Minute)}
	e := New(s, noon)
	for want, kinds := range map[time.Time][]show.Kind{
		noon.Add(-time.Hour):       {show.Episodes},
		noon.Add(-2 * time.Minute): {show.Articles, show.Episodes, show.Stories},
		noon.Add(-30 * time.Hour):  {show.Stories},
		noon.Add(-9 * time.Hour):   {show.Media, show.Stories},
	} {
		if got := e.Modified(kinds...); !got.Equal(want) {
			t.Errorf("%v: %s, want %s", kinds, got, want)
		}
	}
}

func TestContentAndStoriesChangeApart(t *testing.T) {
	e := New(source(), noon)
	other := &Source{Show: e.Show, Removed: map[show.Kind]time.Time{show.Episodes: noon}}
	c := e.WithContent(other, noon)
	if len(c.Episodes) != 0 || len(c.Stories) != 1 || !c.Gone("taken-back") || !c.Modified(show.Episodes).Equal(noon) {
		t.Errorf("with other content: %v", paths(c.Log))
	}
	s := c.WithStories(nil, []string{"s"}, noon.Add(time.Second), noon)
	if len(s.Stories) != 0 || !s.Gone("s") || s.Gone("taken-back") || !s.Modified(show.Stories).Equal(noon.Add(time.Second)) {
		t.Errorf("with other stories: %v", paths(s.Log))
	}
	if back := s.WithContent(source(), noon); !back.Modified(show.Stories).Equal(noon.Add(time.Second)) || len(back.Episodes) != 2 {
		t.Error("the removal of a story is forgotten")
	}
	if len(e.Stories) != 1 || len(other.Stories) != 0 {
		t.Error("an edition or a source was changed")
	}
}

func TestHolderSwapsOnceAndTells(t *testing.T) {
	var now atomic.Int64
	clock := func() time.Time { return noon.Add(time.Duration(now.Load())) }
	h := NewHolder(New(source(), noon), clock)
	var told atomic.Int32
	h.OnSwap(func(e *Edition) { told.Add(1) })
	first := h.Current()
	h.Update(func(e *Edition) *Edition { return e })
	if told.Load() != 0 {
		t.Error("a swap that changed nothing was told")
	}
	now.Store(int64(time.Hour))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, ok := h.Current().Episode("later"); !ok {
				t.Error("an episode is late")
			}
		})
	}
	group.Wait()
	if told.Load() != 1 || h.Current() == first {
		t.Errorf("told %d times", told.Load())
	}
	h.Swap(first)
	if told.Load() != 2 {
		t.Errorf("told %d times", told.Load())
	}
}

// TestLargeEditionIsMadeSoon keeps the making of an edition linear.
func TestLargeEditionIsMadeSoon(t *testing.T) {
	s := source()
	for i := range 10_000 {
		s.Articles = append(s.Articles, &show.Article{Slug: fmt.Sprintf("n%d", i), Date: noon.Add(-time.Duration(i) * time.Hour), Topics: []show.Topic{{Slug: fmt.Sprintf("t%d", i%50)}}})
	}
	start := time.Now()
	e := New(s, noon)
	if took := time.Since(start); took > 2*time.Second || len(e.Topics) != 52 {
		t.Errorf("%s, %d topics", took, len(e.Topics))
	}
}
