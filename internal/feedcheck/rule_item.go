package feedcheck

import (
	"regexp"
	"strconv"
	"time"
)

// itemRules are about what an item says of its episode.
var itemRules = []*Rule{
	{Name: "item-title", Level: Mistake, By: "Apple, PSP-1",
		Why: "An episode without a title is left out.", Fix: "Give it a <title>.",
		find: inItems(func(item *Element, say func(string, ...any)) {
			if item.Value("title") == "" {
				say("It has no title.")
			}
		})},
	{Name: "item-guid", Level: Mistake, By: "Apple, PSP-1",
		Why: "Apps tell episodes apart by it; without one they use the enclosure's address, and download again when that changes.",
		Fix: `Give it a <guid isPermaLink="false"> that never changes.`,
		find: inItems(func(item *Element, say func(string, ...any)) {
			if item.Value("guid") == "" {
				say("It has no guid.")
			}
		})},
	{Name: "item-guid-double", Level: Mistake, By: "Apple, Spotify",
		Why: "Apps take the two for one episode.", Fix: "Give the newer one a guid of its own.",
		find: doubles(func(item *Element) string { return item.Value("guid") }, "It has the guid of %s.")},
	{Name: "item-date", Level: Mistake, By: "Apple",
		Why: "Apps cannot put it in its place, or leave it out.", Fix: `Write the date as RFC 2822 has it: "Mon, 30 Nov 2026 09:00:00 +0000".`,
		find: inItems(func(item *Element, say func(string, ...any)) {
			if value := item.Value("pubDate"); value != "" {
				if _, ok := parseDate(value); !ok {
					say("pubDate is %s.", quote(value))
				}
			}
		})},
	{Name: "item-date-missing", Level: Warning, By: "Apple, Spotify",
		Why: "Spotify asks for one, and apps sort by it.", Fix: "Give it a <pubDate>.",
		find: inItems(func(item *Element, say func(string, ...any)) {
			if item.Value("pubDate") == "" {
				say("It has no date.")
			}
		})},
	{Name: "item-duration", Level: Warning, By: "Apple, PSP-1",
		Why: "Apps show the wrong length, or none until the episode was downloaded.", Fix: "Write <itunes:duration> in seconds.",
		find: inItems(func(item *Element, say func(string, ...any)) {
			switch value := item.Value("itunes:duration"); {
			case value == "":
				say("It has no duration.")
			case !duration.MatchString(value):
				say("itunes:duration is %s.", quote(value))
			}
		})},
	{Name: "item-number", Level: Mistake, By: "Apple",
		Why: "Apple takes whole numbers from 1 only.", Fix: "Write a whole number from 1, or leave the tag out.",
		find: inItems(func(item *Element, say func(string, ...any)) {
			for _, name := range []string{"itunes:episode", "itunes:season"} {
				if c := item.Child(name); c != nil {
					if n, err := strconv.Atoi(item.Value(name)); err != nil || n < 1 {
						say("%s is %s.", name, quote(c.Text))
					}
				}
			}
		})},
	{Name: "item-number-serial", Level: Mistake, By: "Apple",
		Why: "A serial show is played by its numbers.", Fix: "Give every episode of a serial show an <itunes:episode> (number).",
		find: func(s *Subject, say sayer) {
			if s.Feed.Channel.Value("itunes:type") != "serial" {
				return
			}
			for _, item := range s.Feed.Items {
				if kind := item.Value("itunes:episodeType"); item.Child("itunes:episode") == nil && (kind == "" || kind == "full") {
					say(s.where(item), "It has no number, in a serial show.")
				}
			}
		}},
	{Name: "item-type", Level: Mistake, By: "Apple",
		Why: "Apple takes no other.", Fix: `Write "full", "trailer" or "bonus".`,
		find: inItems(func(item *Element, say func(string, ...any)) {
			switch value := item.Value("itunes:episodeType"); value {
			case "", "full", "trailer", "bonus":
			default:
				say("itunes:episodeType is %s.", quote(value))
			}
		})},
	{Name: "item-title-number", Level: Hint, By: "Apple, PSP-1",
		Why: "Apps show the number beside the title, so it stands there twice.", Fix: "Leave it out of the title; itunes:episode tells it (number).",
		find: inItems(func(item *Element, say func(string, ...any)) {
			if value := item.Value("title"); item.Child("itunes:episode") != nil && titleNumber.MatchString(value) {
				say("The title is %s.", quote(value))
			}
		})},
	{Name: "item-transcript", Level: Hint, By: "PSP-1",
		Why: "Who cannot hear cannot follow, and nobody can search what was said.", Fix: "Put a transcript beside the audio (transcript).",
		find: inItems(func(item *Element, say func(string, ...any)) {
			if item.Child("podcast:transcript") == nil && item.Value("itunes:episodeType") != "trailer" {
				say("It has no transcript.")
			}
		})},
}

var (
	duration    = regexp.MustCompile(`^([1-9][0-9]{0,6}|([0-9]{1,3}:)?[0-5]?[0-9]:[0-5][0-9])$`)
	titleNumber = regexp.MustCompile(`(?i)^(#[0-9]+|ep(isode|\.)? *#?[0-9]+)\b|\b(#[0-9]+|ep(isode|\.) *#?[0-9]+)$`)
)

// dates are the forms of RFC 2822 that apps read.
var dates = []string{time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "2 Jan 2006 15:04:05 -0700",
	"2 Jan 2006 15:04:05 MST", "Mon, 2 Jan 2006 15:04 -0700"}

func parseDate(value string) (time.Time, bool) {
	for _, form := range dates {
		if t, err := time.Parse(form, value); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// doubles finds items that share a value; the sentence takes the title of the first one.
func doubles(value func(*Element) string, sentence string) func(*Subject, sayer) {
	return func(s *Subject, say sayer) {
		first := map[string]*Element{}
		for _, item := range s.Feed.Items {
			v := value(item)
			if v == "" {
				continue
			}
			if other, seen := first[v]; seen {
				say(s.where(item), sentence, quote(other.Value("title")))
				continue
			}
			first[v] = item
		}
	}
}
