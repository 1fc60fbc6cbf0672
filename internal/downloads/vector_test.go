package downloads

import (
	"encoding/json"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// vector is a file of testdata/counting: requests in, downloads out.
type vector struct {
	About    string
	Episodes map[string]struct {
		Bytes       int64
		HeaderBytes int64 `json:"header_bytes"`
		Seconds     float64
	}
	Requests []struct {
		At                                     time.Time
		Address, Agent, Episode, Method, Range string
		Status                                 int
		Sent                                   int64
		Verdict                                Rule // by first touch
	}
	Downloads map[Window]int
}

// events hashes listeners as the recorder does, with a salt for each day.
func (v *vector) events() []Event {
	files := map[string]*File{}
	for name, e := range v.Episodes {
		files[name] = &File{Hash: name, Bytes: e.Bytes, HeaderBytes: e.HeaderBytes, Duration: time.Duration(e.Seconds * float64(time.Second))}
	}
	list := make([]Event, len(v.Requests))
	for i, r := range v.Requests {
		day := DayOf(r.At)
		salts := Salts{Day: day, Today: []byte(day.String()), Before: []byte((day - 1).String())}
		list[i] = Event{At: r.At, Kind: Media, Item: r.Episode, File: files[r.Episode], Method: r.Method, Status: r.Status, Range: r.Range,
			Sent: r.Sent, Agent: r.Agent}
		list[i].Listener, list[i].Before = salts.listener(netip.MustParseAddr(r.Address), r.Agent)
	}
	return list
}

func TestPublicVectors(t *testing.T) {
	names, err := filepath.Glob("../../testdata/counting/*.json")
	if err != nil || len(names) < 10 {
		t.Fatalf("%d vectors: %v", len(names), err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var v vector
			if err := json.Unmarshal(data, &v); err != nil {
				t.Fatal(err)
			}
			v.run(t)
		})
	}
}

func (v *vector) run(t *testing.T) {
	if _, ok := v.Downloads[FirstTouch]; !ok || v.About == "" {
		t.Fatal("a vector says what it is about and how many downloads there are by first touch")
	}
	events := v.events()
	for window, want := range v.Downloads {
		got, verdicts := 0, make([]Rule, len(events))
		c := Counter{Agents: NewAgents(), Window: window, Counted: func(Download) { got++ }}
		c.Judged = func(e Event, j Verdict) { verdicts[e.Recorded] = j.Rule }
		for i, e := range events {
			e.Recorded = Day(i) // marks the event
			c.Add(e)
		}
		c.Close()
		if got != want {
			t.Errorf("%s: %d downloads, want %d", window, got, want)
		}
		for i, r := range v.Requests {
			if window == FirstTouch && verdicts[i] != r.Verdict {
				t.Errorf("request %d: %s, want %s", i+1, verdicts[i], r.Verdict)
			}
		}
	}
}
