package related

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"insider/internal/edition"
	"insider/internal/show"
)

var noon = time.Date(2026, 11, 14, 12, 0, 0, 0, time.UTC)

// labelled is testdata/show.json: a show, and what an editor would name beside its items.
type labelled struct {
	Hosts          []string
	People, Topics map[string]string
	Items          []struct {
		Path, Title, Summary, Body, Type, Episode string
		Topics, People                            []string
		Number                                    int
		Draft                                     bool
	}
	Related map[string][]string
}

func load(t testing.TB) labelled {
	t.Helper()
	data, err := os.ReadFile("testdata/show.json")
	var x labelled
	if err == nil {
		err = json.Unmarshal(data, &x)
	}
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// prose is a text held in memory.
type prose string

func (p prose) Document() (*show.Document, error) { return &show.Document{Plain: string(p)}, nil }

// source makes the show; the first item is the oldest.
func (x labelled) source() *edition.Source {
	people := map[string]*show.Person{}
	s := &edition.Source{Show: &show.Show{Zone: time.UTC}}
	for slug, name := range x.People {
		people[slug] = &show.Person{Slug: slug, Name: name}
		s.People = append(s.People, people[slug])
	}
	for _, slug := range x.Hosts {
		s.Show.Hosts = append(s.Show.Hosts, people[slug])
	}
	for i, item := range x.Items {
		kind, slug, _ := strings.Cut(item.Path, "/")
		date := noon.AddDate(0, 0, i-100)
		var topics []show.Topic
		for _, t := range item.Topics {
			topics = append(topics, show.Topic{Slug: t, Name: x.Topics[t]})
		}
		hash := fmt.Sprint(item)
		switch show.Kind(kind) {
		case show.Episodes:
			ep := &show.Episode{Slug: slug, Title: item.Title, Summary: item.Summary, Notes: prose(item.Body), Topics: topics, Date: date, Type: show.EpisodeType(item.Type), Draft: item.Draft, Hash: hash}
			for _, p := range item.People {
				ep.People = append(ep.People, show.Credit{Person: people[p]})
			}
			s.Episodes = append(s.Episodes, ep)
		case show.Articles:
			a := &show.Article{Slug: slug, Title: item.Title, Summary: item.Summary, Body: prose(item.Body), Topics: topics, Date: date, Draft: item.Draft, Episode: item.Episode, Hash: hash}
			for _, p := range item.People {
				a.Authors = append(a.Authors, people[p])
			}
			s.Articles = append(s.Articles, a)
		case show.Stories:
			s.Stories = append(s.Stories, &show.Story{Number: item.Number, Slug: slug, Title: item.Title, Excerpt: item.Summary, Plain: item.Body, Date: date, Hash: hash})
		}
	}
	return s
}

func paths(matches []Match) []string {
	var out []string
	for _, m := range matches {
		out = append(out, m.Item.Path()[1:])
	}
	return out
}

func itemAt(t testing.TB, e *edition.Edition, path string) show.Item {
	t.Helper()
	item, ok := e.ItemAt("/" + path)
	if !ok {
		t.Fatalf("the show has no %s", path)
	}
	return item
}

// TestRanking compares what is found with what an editor would name. Whole agreement is not asked for: an editor knows more.
func TestRanking(t *testing.T) {
	x := load(t)
	e, f := edition.New(x.source(), noon), New()
	sum := 0.0
	for path, want := range x.Related {
		k := min(3, len(want))
		got := paths(f.To(e, itemAt(t, e, path), k))
		hits := 0
		for _, p := range got {
			if slices.Contains(want, p) {
				hits++
			}
		}
		if hits == 0 || len(got) == 0 || !slices.Contains(want, got[0]) {
			t.Errorf("beside %s stand %q, an editor names %q", path, got, want)
		}
		sum += float64(hits) / float64(k)
	}
	if precision := sum / float64(len(x.Related)); precision < .93 {
		t.Errorf("precision of the first three is %.3f", precision)
	}
}

// TestWhy holds ranking and reasons of some items to the letter.
func TestWhy(t *testing.T) {
	x := load(t)
	e, f := edition.New(x.source(), noon), New()
	for path, want := range map[string][]string{
		"episodes/alarm-nobody-hears": {
			"articles/rationalising-alarms: Also on alarms and crew; about Safety",
			"stories/taped-over: Also on alarms and horn",
			"episodes/night-shift-handover: Also with Cleo Winter",
		},
		"episodes/bearing-called-in-sick": {
			"articles/notes-from-the-talk: Belongs to this episode",
			"articles/vibration-for-beginners: Also on bearing, vibration and spectrum; about Maintenance",
			"articles/steam-trap-survey: Also about Maintenance",
		},
		"articles/notes-from-the-talk": {"episodes/bearing-called-in-sick: The episode it belongs to"},
		"episodes/patching-a-plant": {
			"episodes/one-cable-too-many: Also with Femi Kane; about Networks",
			"articles/rationalising-alarms: Also about Safety",
			"episodes/alarm-nobody-hears: Also about Safety",
		},
		// A text about the same thing is nearer than three of the same wide topic, which stand newest first.
		"articles/naming-things": {
			"episodes/tags-by-any-name: Also on tag, names and naming",
			"articles/canteen-economics: Also about Culture",
			"articles/logbooks-people-read: Also about Culture",
		},
		"stories/spreadsheet-boiler": {
			"episodes/steam-is-money: Also on boiler and steam",
			"articles/steam-trap-survey: Also on steam and boiler",
		},
	} {
		var got []string
		for _, m := range f.To(e, itemAt(t, e, path), 3) {
			got = append(got, m.Item.Path()[1:]+": "+m.Why())
		}
		if !slices.Equal(got, want) {
			t.Errorf("beside %s stand\n%s\nwant\n%s", path, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestBelongings(t *testing.T) {
	ep := &show.Episode{Slug: "e", Title: "E"}
	story := &show.Story{Number: 7, Slug: "s", Title: "S"}
	a, b := &show.Article{Slug: "a", Title: "A", Episode: "e", Story: "ST-7"}, &show.Article{Slug: "b", Title: "B", Episode: "e"}
	e := edition.New(&edition.Source{Show: &show.Show{}, Episodes: []*show.Episode{ep}, Articles: []*show.Article{a, b}, Stories: []*show.Story{story}}, noon)
	for item, want := range map[show.Item]string{
		ep:    "[/articles/a Belongs to this episode /articles/b Belongs to this episode]",
		story: "[/articles/a Came from this story]",
		a:     "[/articles/b Of the same episode /episodes/e The episode it belongs to /stories/s The story it came from]",
		b:     "[/articles/a Of the same episode /episodes/e The episode it belongs to]",
	} {
		var got []string
		for _, m := range New().To(e, item, 9) {
			got = append(got, m.Item.Path(), m.Why())
		}
		if fmt.Sprint(got) != want {
			t.Errorf("beside %s stand %s, want %s", item.Path(), got, want)
		}
	}
	if got := paths(New().To(e, a, 9, ep, story)); fmt.Sprint(got) != "[articles/b]" {
		t.Errorf("with what is skipped: %s", got)
	}
}

func TestWhatIsNeverNamed(t *testing.T) {
	x := load(t)
	e, f := edition.New(x.source(), noon), New()
	if len(e.Log) != len(x.Items)-1 {
		t.Fatalf("%d items are public", len(e.Log))
	}
	for _, item := range e.Log {
		for _, m := range f.To(e, item, 50) {
			if ep, ok := m.Item.(*show.Episode); m.Item == item || ok && (ep.Draft || ep.Type == show.Trailer) {
				t.Errorf("beside %s stands %s", item.Path(), m.Item.Path())
			}
			if m.Why() == "" {
				t.Errorf("beside %s stands %s without a reason", item.Path(), m.Item.Path())
			}
		}
	}
	alone := edition.New(&edition.Source{Show: &show.Show{}, Episodes: []*show.Episode{{Slug: "one", Title: "One"}}}, noon)
	if got := New().To(alone, alone.Log[0], 3); len(got) != 0 {
		t.Errorf("beside the only item stand %q", paths(got))
	}
}

// TestWhatWasSeenBeforeChangesNothing asks a Finder that followed other editions, and a new one.
func TestWhatWasSeenBeforeChangesNothing(t *testing.T) {
	x := load(t)
	used := New()
	ask := func(f *Finder, e *edition.Edition) (out []string) {
		for _, item := range e.Log {
			for _, m := range f.To(e, item, 5) {
				out = append(out, fmt.Sprint(item.Path(), m.Item.Path(), m.score(), m.Why()))
			}
		}
		return out
	}
	var editions []*edition.Edition
	for _, change := range []func(s *edition.Source){
		func(s *edition.Source) {},
		func(s *edition.Source) { s.Articles = s.Articles[2:] },
		func(s *edition.Source) { s.Episodes[9].Draft, s.Stories = false, s.Stories[:1] },
		func(s *edition.Source) { s.Articles[0].Title, s.Articles[0].Hash = "Steam and alarms", "changed" },
		func(s *edition.Source) {},
	} {
		s := x.source()
		change(s)
		editions = append(editions, edition.New(s, noon))
	}
	for i, e := range editions {
		if got, want := ask(used, e), ask(New(), e); !slices.Equal(got, want) {
			t.Errorf("edition %d: %q, want %q", i, got, want)
		}
	}
}

func TestSeveralAskAtOnce(t *testing.T) {
	x := load(t)
	f := New()
	changed := x.source()
	changed.Articles[0].Title, changed.Articles[0].Hash = "Steam and alarms", "changed"
	editions := []*edition.Edition{edition.New(x.source(), noon), edition.New(changed, noon)}
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			e := editions[i%2]
			for _, item := range e.Log {
				if got, want := paths(f.To(e, item, 3)), paths(New().To(e, item, 3)); !slices.Equal(got, want) {
					t.Errorf("beside %s stand %q, want %q", item.Path(), got, want)
				}
			}
		})
	}
	group.Wait()
}
