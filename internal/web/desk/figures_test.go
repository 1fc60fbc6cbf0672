package desk_test

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"insider/internal/downloads"
)

// heard records whole downloads of an episode by so many listeners at a moment.
func (h *house) heard(guid string, at time.Time, listeners int) {
	h.t.Helper()
	file := &downloads.File{Hash: "f", Bytes: 30_000_000, HeaderBytes: 600_000, Duration: 30 * time.Minute}
	events := make([]downloads.Event, listeners)
	for i := range events {
		events[i] = downloads.Event{At: at, Kind: downloads.Media, Item: guid, File: file, Method: "GET", Status: 200, Sent: file.Bytes,
			Listener: uint64(at.Unix())<<8 + uint64(i), Agent: "Overcast/3", Country: "BE"}
	}
	if err := h.store.AppendEvents(h.t.Context(), downloads.DayOf(at), events); err != nil {
		h.t.Fatal(err)
	}
}

func TestFiguresCompareTheLastEpisodes(t *testing.T) {
	h := newHouse(t, "http://localhost", nil)
	b := h.editor("ed@example.com")
	b.get("/desk/figures").is(200).says("0 downloads", "No episode was public yet")
	h.mu.Lock()
	h.now = h.now.Add(2 * time.Minute) // reports are a minute old at most
	h.mu.Unlock()
	var episodes []downloads.Episode
	for i := range 7 {
		episodes = append(episodes, downloads.Episode{GUID: fmt.Sprint("g", i), Slug: fmt.Sprint("e", i), Title: fmt.Sprint("=Episode ", i),
			Published: h.now.AddDate(0, 0, -10*i-3)})
	}
	if err := h.store.RecordEpisodes(t.Context(), episodes); err != nil {
		t.Fatal(err)
	}
	h.heard("g0", h.now.AddDate(0, 0, -2), 4)
	h.heard("g1", h.now.AddDate(0, 0, -11), 3)
	h.heard("g1", h.now.AddDate(0, 0, -1), 2)
	page := b.get("/desk/figures").is(200)
	page.says("9 downloads from 22 October 2026 to 20 November 2026", "=Episode 4", `4 <span class="sofar">so far</span>`, "Overcast", "BE",
		"It is the first request of a download.", `aria-current="page">Figures`)
	page.lacks("=Episode 5", "No episode was public yet")
	rows, err := csv.NewReader(strings.NewReader(b.get("/desk/figures.csv").is(200).Body)).ReadAll()
	if err != nil || len(rows) != 8 || strings.Join(rows[2], "|") != "2026-11-07|e1|'=Episode 1|5|5|3|||" {
		t.Fatalf("%v %q", err, rows)
	}
}

func TestFiguresAreForEditors(t *testing.T) {
	h := newHouse(t, "http://localhost", nil)
	h.browser().get("/desk/figures").to("/desk/sign-in?next=%2Fdesk%2Ffigures")
	h.browser().get("/desk/figures.csv").to("/desk/sign-in?next=%2Fdesk%2Ffigures.csv")
}
