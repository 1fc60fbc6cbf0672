package downloads

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"insider/internal/fault"
)

// ledger is a ledger in memory.
type ledger struct {
	episodes []Episode
	closed   Day
	sums     []Sum
	events   []Event
	asked    int
}

func (l *ledger) Episodes(context.Context) ([]Episode, error) { return l.episodes, nil }
func (l *ledger) ClosedDay(context.Context) (Day, error)      { return l.closed, nil }
func (l *ledger) Sums(context.Context) ([]Sum, error)         { l.asked++; return l.sums, nil }
func (l *ledger) Events(_ context.Context, after, last Day, yield func(Event) error) error {
	for _, e := range l.events {
		if e.Recorded > after && e.Recorded <= last {
			if err := yield(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// sampleLedger has an old episode in sums and a new one in events; today is day 100 at noon.
func sampleLedger() *ledger {
	l := &ledger{closed: 98, episodes: []Episode{
		{"g2", "two", "=Two, the second", Day(98).Start().Add(7 * time.Hour)}, {"g1", "one", "One", Day(90).Start().Add(18 * time.Hour)}}}
	l.sums = []Sum{
		{90, Media, "g1", "Overcast", "BE", 5}, {96, Media, "g1", "Overcast", "", 3}, {97, Media, "g1", "AntennaPod", "NL", 2},
		{98, Media, "g2", "Overcast", "BE", 4}, {98, Media, "deleted", "Overcast", "BE", 9}, {98, Feed, "/podcast.xml", "Overcast", "", 7}}
	at := Day(99).Start().Add(time.Hour)
	for i := range 3 {
		e := whole(at, "g2", uint64(10+i))
		e.Recorded, e.Country = 99, "BE"
		l.events = append(l.events, e)
	}
	feed := Event{At: at, Kind: Feed, Item: "/podcast.xml", Method: "GET", Status: 200, Listener: 1, Agent: "Overcast/3", Recorded: 99}
	head := whole(at, "g2", 1)
	head.Method, head.Recorded = "HEAD", 99
	closed := whole(Day(98).Start().Add(20*time.Hour), "g2", 77) // belongs to a closed day: only its window matters
	closed.Recorded = 98
	l.events = append([]Event{closed}, append(l.events, feed, head)...)
	return l
}

func reporter(l *ledger) *Reporter {
	now := Day(100).Start().Add(12 * time.Hour)
	return &Reporter{Ledger: l, Agents: NewAgents(), Clock: func() time.Time { return now }}
}

func TestReport(t *testing.T) {
	r, err := reporter(sampleLedger()).Report(t.Context(), Query{From: 96, To: 100})
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(r.Downloads, r.Days, r.Apps, r.Countries, r.Readers)
	want := "12 [{1970-04-07 3} {1970-04-08 2} {1970-04-09 4} {1970-04-10 3} {1970-04-11 0}] [{Overcast 10} {AntennaPod 2}] [{BE 7} { 3} {NL 2}] [{/podcast.xml Overcast 4}]"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	one, two := r.Episodes[1], r.Episodes[0]
	if two.Total != 7 || two.Downloads != 7 || fmt.Sprint(two.First) != "[7+ 7+ 7+ 7+]" {
		t.Errorf("two: %+v", two)
	}
	if one.Total != 10 || one.Downloads != 5 || fmt.Sprint(one.First) != "[8 10+ 10+ 10+]" || one.After(7).Downloads != 8 {
		t.Errorf("one: %+v", one)
	}
	if fmt.Sprint(r.Rules) != fmt.Sprint([]RuleFigure{{RuleHead, 1, RuleHead.Sentence()}, {RuleCounted, 3, RuleCounted.Sentence()}}) {
		t.Errorf("%+v", r.Rules)
	}
}

func TestOneEpisode(t *testing.T) {
	x := reporter(sampleLedger())
	for _, name := range []string{"one", "g1"} {
		r, err := x.Report(t.Context(), Query{From: 90, To: 100, Episode: name})
		if err != nil || r.Downloads != 10 || len(r.Episodes) != 1 || len(r.Readers) != 0 {
			t.Fatalf("%+v, %v", r, err)
		}
	}
	if _, err := x.Report(t.Context(), Query{From: 90, To: 100, Episode: "deleted"}); !fault.Is(err, fault.NotFound) {
		t.Fatal(err)
	}
}

func TestAReportIsCountedOnceAMinute(t *testing.T) {
	l := sampleLedger()
	x := reporter(l)
	now := x.Clock()
	x.Clock = func() time.Time { return now }
	for range 3 {
		if _, err := x.Report(t.Context(), Query{From: 90, To: 100}); err != nil {
			t.Fatal(err)
		}
	}
	now = now.Add(remember)
	if _, err := x.Report(t.Context(), Query{From: 90, To: 100}); err != nil || l.asked != 2 {
		t.Fatalf("counted %d times, %v", l.asked, err)
	}
}

func TestForms(t *testing.T) {
	r, err := reporter(sampleLedger()).Report(t.Context(), Query{From: 96, To: 100})
	if err != nil {
		t.Fatal(err)
	}
	var text, table, episodes, object bytes.Buffer
	for _, err := range []error{r.WriteText(&text), r.WriteCSV(&table), r.WriteEpisodesCSV(&episodes), r.WriteJSON(&object)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"12 downloads from 1970-04-07 to 1970-04-11", "1970-04-09  4", "unknown", "10+", "so far", "A HEAD request"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the text lacks %q:\n%s", want, &text)
		}
	}
	rows, err := csv.NewReader(&table).ReadAll()
	if err != nil || len(rows) != 7 || strings.Join(rows[6], "|") != "1970-04-10|downloads|two|'=Two, the second|Overcast|BE|3" {
		t.Errorf("%v %q", err, rows)
	}
	rows, err = csv.NewReader(&episodes).ReadAll()
	if err != nil || len(rows) != 3 || strings.Join(rows[2], "|") != "1970-04-01|one|One|5|10|8|||" {
		t.Errorf("%v %q", err, rows)
	}
	var back struct {
		From     string
		Days     []struct{ Day string }
		Episodes []struct {
			Slug  string
			First []First
		}
	}
	if err := json.Unmarshal(object.Bytes(), &back); err != nil || back.From != "1970-04-07" || len(back.Days) != 5 || back.Episodes[1].First[0].Downloads != 8 {
		t.Errorf("%v %+v", err, back)
	}
}

func TestWhy(t *testing.T) {
	var out bytes.Buffer
	if err := reporter(sampleLedger()).WriteWhy(t.Context(), Query{From: 96, To: 100, Episode: "two"}, &out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 1+4+len(Rules) || !strings.Contains(lines[1], "\thead\t") || !strings.HasSuffix(lines[2], "\tcounted\t1970-04-10T01:00:00Z") {
		t.Fatalf("%s", &out)
	}
}
