package downloads

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

var sound = &File{Hash: "f", Bytes: 30_000_000, HeaderBytes: 600_000, Duration: 30 * time.Minute}

// whole is a request for a whole file.
func whole(at time.Time, item string, listener uint64) Event {
	return Event{At: at, Kind: Media, Item: item, File: sound, Method: "GET", Status: 200, Sent: sound.Bytes, Listener: listener, Agent: "Overcast/3"}
}

func countAll(events ...Event) (downloads []Download, rules map[Judgement]int) {
	c := Counter{Agents: NewAgents(), Counted: func(d Download) { downloads = append(downloads, d) }}
	for _, e := range events {
		c.Add(e)
	}
	c.Close()
	return downloads, c.Rules
}

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func TestUnrealisticVolumeIsNobody(t *testing.T) {
	var events []Event
	for i := range maxEpisodes + 1 {
		events = append(events, whole(noon, fmt.Sprint("greedy-", i), 1))
	}
	for i := range maxEpisodes {
		events = append(events, whole(noon, fmt.Sprint("collector-", i), 2))
	}
	got, rules := countAll(append(events, whole(noon.Add(30*time.Hour), "greedy-1", 3))...)
	if len(got) != maxEpisodes+1 || rules[Judgement{DayOf(noon), "greedy-1", RuleVolume}] != 1 {
		t.Fatalf("%d downloads", len(got))
	}
}

func TestALateEventBelongsToItsWindow(t *testing.T) {
	// The first request streams for an hour, so it is recorded after the second.
	got, _ := countAll(whole(noon.Add(30*time.Minute), "x", 1), whole(noon, "x", 1), whole(noon.Add(24*time.Hour), "x", 1))
	if len(got) != 2 || !got[0].At.Equal(noon) {
		t.Fatalf("%+v", got)
	}
}

func TestANewFileOfAnEpisodeIsNotMixedWithTheOld(t *testing.T) {
	other := *sound
	other.Hash = "g"
	a, b := whole(noon, "x", 1), whole(noon, "x", 1)
	a.Status, a.Range, a.Sent = 206, "bytes=0-999999", 1_000_000
	b.Status, b.Range, b.Sent, b.File = 206, "bytes=1000000-1999999", 1_000_000, &other
	if got, _ := countAll(a, b); len(got) != 0 {
		t.Fatalf("%+v", got)
	}
}

func TestDownloadsSayWhoAndWhere(t *testing.T) {
	e := whole(noon, "x", 1)
	e.Country = "BE"
	got, _ := countAll(e, Event{Kind: Feed, At: noon, Status: 200})
	if !slices.Equal(got, []Download{{noon, "x", App{"Overcast", Player}, "BE"}}) {
		t.Fatalf("%+v", got)
	}
}

// FuzzCounter holds the counter to what must be true of any events: each is judged once, each download is one counted event,
// and no listener has two downloads of an episode within 24 hours.
func FuzzCounter(f *testing.F) {
	f.Add(uint64(1), uint64(2))
	f.Fuzz(func(t *testing.T, a, b uint64) {
		random := rand.New(rand.NewPCG(a, b))
		judged, counted, n := 0, 0, 400
		var downloads []Download
		c := Counter{Agents: NewAgents(), Counted: func(d Download) { downloads = append(downloads, d) }}
		c.Judged = func(_ Event, v Verdict) {
			judged++
			if v.Rule == RuleCounted {
				counted++
			}
		}
		at := noon
		for range n {
			at = at.Add(time.Duration(random.Int64N(int64(2 * time.Hour))))
			day := DayOf(at)
			who := random.Uint64N(3)
			e := whole(at, fmt.Sprint("item", random.IntN(3)), 1+uint64(day)<<8|who<<4)
			e.Before = 1 + uint64(day-1)<<8 | who<<4
			e.Country = fmt.Sprint(who)
			if random.IntN(3) == 0 {
				start := random.Int64N(sound.Bytes)
				e.Status, e.Range, e.Sent = 206, fmt.Sprintf("bytes=%d-", start), random.Int64N(sound.Bytes)
			}
			c.Add(e)
		}
		c.Close()
		total := 0
		for _, x := range c.Rules {
			total += x
		}
		if judged != n || total != n || counted != len(downloads) || len(c.open) != 0 {
			t.Fatalf("%d judged, %d by rule, %d counted, %d downloads, %d open", judged, total, counted, len(downloads), len(c.open))
		}
		last := map[string]time.Time{}
		for _, d := range downloads {
			key := d.Item + d.Country
			if d.At.Sub(last[key]) < windowLength {
				t.Fatalf("%s has two downloads at %v and %v", key, last[key], d.At)
			}
			last[key] = d.At
		}
	})
}

func TestFeedReaders(t *testing.T) {
	tally := NewTally(NewAgents(), 0)
	feed := func(at time.Time, listener uint64, agent, method string, status int) {
		tally.Add(Event{At: at, Kind: Feed, Item: "/podcast.xml", Method: method, Status: status, Listener: listener, Agent: agent})
	}
	feed(noon, 1, "AntennaPod/3.5.0", "GET", 200)
	feed(noon.Add(time.Hour), 1, "AntennaPod/3.5.0", "GET", 304)
	feed(noon, 2, "AntennaPod/3.5.0", "GET", 304)
	feed(noon, 3, "AntennaPod/3.5.0", "HEAD", 200)
	feed(noon, 4, "AntennaPod/3.5.0", "GET", 404)
	feed(noon, 5, "Overcast/1.0 Podcast Sync (123 subscribers; feed-id=1; +http://overcast.fm/)", "GET", 200)
	feed(noon, 6, "Overcast/1.0 Podcast Sync (120 subscribers; feed-id=1; +http://overcast.fm/)", "GET", 200)
	feed(noon, 7, "Podcastindex.org/v1.0", "GET", 200)
	feed(noon.Add(24*time.Hour), 1, "AntennaPod/3.5.0", "GET", 200)
	feed(noon.Add(96*time.Hour), 1, "AntennaPod/3.5.0", "GET", 200)
	got := map[string]int{}
	for _, s := range tally.Close() {
		got[fmt.Sprint(int(s.Day-DayOf(noon)), " ", s.Kind, " ", s.App)] = s.Count
	}
	want := map[string]int{"0 feed AntennaPod": 2, "0 feed Overcast crawler": 123, "1 feed AntennaPod": 1, "4 feed AntennaPod": 1}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("%v, want %v", got, want)
	}
}

func TestSubscribers(t *testing.T) {
	for agent, want := range map[string]int{
		"Feedly/1.0 (14 subscribers; like FeedFetcher-Google)": 14, "NewsBlur Feed Fetcher - 1 subscriber - http://x": 1, "none": 0,
		"x subscribers": 0, "99999999999 subscribers": maxSubscribers, "5000000 subscribers": maxSubscribers,
	} {
		if got := subscribersOf(agent); got != want {
			t.Errorf("%q: %d", agent, got)
		}
	}
}

func TestDays(t *testing.T) {
	day, err := ParseDay("1969-12-31")
	if err != nil || day != -1 || day.String() != "1969-12-31" || DayOf(day.Start().Add(time.Nanosecond)) != -1 {
		t.Fatal(day, err)
	}
}
