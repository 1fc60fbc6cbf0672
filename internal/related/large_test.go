package related

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"

	"insider/internal/edition"
	"insider/internal/show"
)

// counted is a text that counts how often any is read.
type counted struct {
	prose
	reads *atomic.Int32
}

func (c counted) Document() (*show.Document, error) { c.reads.Add(1); return c.prose.Document() }

// large is a show of n articles about made-up things, ten to a topic.
func large(n int, reads *atomic.Int32) *edition.Source {
	r := rand.New(rand.NewPCG(1, 2))
	text := func(words int) string {
		var b strings.Builder
		for range words {
			fmt.Fprintf(&b, "word%d ", int(r.ExpFloat64()*400))
		}
		return b.String()
	}
	s := &edition.Source{Show: &show.Show{}}
	for i := range n {
		topics := []show.Topic{{Slug: fmt.Sprint("t", i/10), Name: fmt.Sprint("Topic ", i/10)}, {Slug: "all", Name: "Everything"}}
		s.Articles = append(s.Articles, &show.Article{Slug: fmt.Sprint("a", i), Title: text(6), Summary: text(14), Topics: topics, Date: noon.AddDate(0, 0, -i),
			Body: counted{prose(text(500)), reads}, Hash: fmt.Sprint(i)})
	}
	return s
}

func TestALargeShowReadsFewTexts(t *testing.T) {
	var reads atomic.Int32
	source := large(3000, &reads)
	e, f := edition.New(source, noon), New()
	first := f.To(e, e.Log[0], 3)
	if n := reads.Load(); len(first) != 3 || n > sample+pool+1+2*3 {
		t.Errorf("the first page found %d and read %d texts", len(first), n)
	}
	reads.Store(0)
	changed := *source.Articles[0]
	changed.Title, changed.Hash = "Another title", "changed"
	source.Articles[0] = &changed
	e = edition.New(source, noon)
	f.To(e, e.Log[1], 3)
	before := reads.Swap(0)
	f.To(e, e.Log[1], 3)
	if again := reads.Load(); before > sample+pool || again > 2*3 {
		t.Errorf("after a change %d texts were read, then %d", before, again)
	}
}

// broken is a text that cannot be read at first.
type broken struct {
	prose
	mended *atomic.Bool
}

func (b broken) Document() (*show.Document, error) {
	if !b.mended.Load() {
		return nil, errors.New("disk")
	}
	return b.prose.Document()
}

func TestATextThatCannotBeRead(t *testing.T) {
	var mended atomic.Bool
	var reads atomic.Int32
	source := large(30, &reads)
	for _, a := range source.Articles[:2] {
		a.Title, a.Summary, a.Body = "Title", "", broken{"A pipeline carries hydrogen through the valley.", &mended}
		a.Topics = nil
	}
	source.Articles[1].Title = "Heading"
	e, f := edition.New(source, noon), New()
	if got := f.To(e, e.Log[0], 3); len(got) != 0 {
		t.Errorf("without the text stand %q", paths(got))
	}
	mended.Store(true)
	if got := f.To(e, e.Log[0], 3); len(got) != 1 || got[0].Item != e.Log[1] || !strings.Contains(got[0].Why(), "hydrogen") {
		t.Errorf("with the text stand %v", paths(got))
	}
}

func FuzzWords(f *testing.F) {
	f.Add("The operators' alarms: 4,000 a day — über Bätterien, naïve IT/OT.")
	f.Add("\xff\xfe ies s ss \u0301")
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		words(text, func(written, compared string) {
			i := strings.Index(text[at:], written)
			if i < 0 || written == "" || compared == "" || len([]rune(compared)) < shortest {
				t.Fatalf("%q gives %q, compared as %q", text, written, compared)
			}
			at += i + len(written)
		})
	})
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"The operators' alarms":           "operator alarm",
		"Entries of 1987, batteries, gas": "entry battery gas",
		"bus glass basis valves":          "bus glass basis valve",
		"Ärzte prüfen Größen":             "ärzte prüfen größen",
		"IT/OT on-site OPC-UA":            "site opc",
		"":                                "",
	} {
		var got []string
		words(text, func(_, compared string) { got = append(got, compared) })
		if strings.Join(got, " ") != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}

func BenchmarkFirstPage(b *testing.B) {
	var reads atomic.Int32
	e := edition.New(large(10_000, &reads), noon)
	for b.Loop() {
		New().To(e, e.Log[0], 3)
	}
}

func BenchmarkNextPage(b *testing.B) {
	var reads atomic.Int32
	e, f := edition.New(large(10_000, &reads), noon), New()
	for i := 0; b.Loop(); i++ {
		f.To(e, e.Log[i%20], 3)
	}
}

func BenchmarkPageAfterAChange(b *testing.B) {
	var reads atomic.Int32
	source := large(10_000, &reads)
	f := New()
	e := edition.New(source, noon)
	f.To(e, e.Log[0], 3)
	editions := []*edition.Edition{e}
	changed := *source.Articles[0]
	changed.Hash = "changed"
	source.Articles[0] = &changed
	editions = append(editions, edition.New(source, noon))
	for i := 0; b.Loop(); i++ {
		e := editions[i%2]
		f.To(e, e.Log[0], 3)
	}
}
