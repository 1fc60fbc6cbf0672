package feedcheck

import (
	"slices"
	"strconv"
	"strings"
)

// directoryRules are what Spotify, YouTube and Amazon ask beside Apple's.
var directoryRules = []*Rule{
	{Name: "owner-email", Level: Warning, By: "YouTube, Amazon",
		Why: `YouTube refuses the feed ("Missing Owner Email"), and Amazon mails a code to that address.`,
		Fix: "Show an address, an alias if you like: owner: {email: ..., public: true} in show.yaml.",
		find: inShow(func(channel *Element, say func(string, ...any)) {
			if owner := channel.Child("itunes:owner"); owner == nil || !strings.Contains(owner.Value("itunes:email"), "@") {
				say("The feed shows no address of its owner.")
			}
		})},
	{Name: "no-episode", Level: Warning, By: "Spotify, Apple",
		Why: "A show without an episode is not listed.", Fix: "Publish a first episode, perhaps a trailer.",
		find: func(s *Subject, say sayer) {
			if len(s.Feed.Items) == 0 {
				say(whole, "There is no episode in the feed.")
			}
		}},
	{Name: "spotify-audio", Level: Warning, By: "Spotify",
		Why: "Spotify takes MP3 and M4A only.", Fix: "Export the audio as MP3 or M4A.",
		find: inEnclosures(func(e *Element, say func(string, ...any)) {
			if kind := e.Attrs["type"]; strings.HasPrefix(kind, "audio/") && !slices.Contains(mediaTypes[".mp3"], kind) && !slices.Contains(mediaTypes[".m4a"], kind) {
				say("The audio is %s.", quote(kind))
			}
		})},
	{Name: "spotify-size", Level: Warning, By: "Spotify",
		Why: "Spotify takes at most 200 MB and 12 hours.", Fix: "Export it smaller, or in parts.",
		find: inItems(func(item *Element, say func(string, ...any)) {
			if n, err := strconv.ParseInt(item.Attr("enclosure", "length"), 10, 64); err == nil && n > 200_000_000 {
				say("The audio is %s bytes long.", thousands(n))
			}
			if n, err := strconv.Atoi(item.Value("itunes:duration")); err == nil && n > 12*3600 {
				say("The audio lasts %d hours.", n/3600)
			}
		})},
	{Name: "spotify-limit", Level: Mistake, By: "Spotify",
		Why: "Spotify then shows every episode, or none.", Fix: "Write a whole number from 1 (spotify in show.yaml).",
		find: inShow(func(channel *Element, say func(string, ...any)) {
			if c := channel.Child("spotify:limit"); c != nil {
				if n, err := strconv.Atoi(c.Attrs["recentCount"]); err != nil || n < 1 {
					say("recentCount of spotify:limit is %s.", quote(c.Attrs["recentCount"]))
				}
			}
		})},
}
