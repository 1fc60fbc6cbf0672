package feed_test

import (
	"strings"
	"testing"
	"time"

	"insider/internal/edition"
	"insider/internal/show"
)

const node = "02d5c1bf8b940dc9cadca86d1b0a3c37fbe39cee4c7e839e33bef9174531d27f52"

// badText tries to break a feed: control characters, bad UTF-8, the end of CDATA, markup, characters that XML forbids,
// letters in two forms, emoji and text from right to left.
const badText = "a\x0bb\x00c \xff]]> <script>alert(1)</script> & \"q\" 'e\u0301' \ufffe</title> 😀👩‍👩‍👧 שלום עולם الآلة \u202e"

// everything is a show with every element that a feed can have, each text being what words says.
func everything(t testing.TB, words string) *edition.Source {
	s := withEpisodes(t, 3)
	x := s.Show
	x.Podcasting = podcasting(words)
	x.Podcasting.Images[0].Image = picture(show.Media, "def", "wide.jpg")
	x.Author, x.Crew = words, []show.Credit{{Person: s.People[1], Role: "Editor", Group: "Video Post-Production"}}
	x.Medium, x.Complete, x.Moved = "podcast", true, "https://show.example/root/podcast.xml?a=1&b=2"
	x.Block = show.Block{All: true, Except: []string{"apple", "spotify"}}
	x.Frequency = &show.Frequency{Text: words, Rule: "FREQ=WEEKLY;BYDAY=TU;UNTIL=20271231", Start: noon}
	x.Podroll = []show.RemoteItem{{FeedGUID: "29cdca4a-32d8-56ba-b48b-09a011c5daa9", FeedURL: "https://other.example/?a=1&b=2", Title: words}}
	x.Spotify = show.Spotify{Limit: 100, Countries: []string{"BE", "NL"}}
	x.Hubs, x.FeedLimit = []string{"https://hub.example/?a=1&b=2"}, 2
	s.Episodes[0].Type = show.Trailer
	for _, ep := range s.Episodes {
		ep.Podcasting = podcasting(words)
		ep.Images[0].Image = picture(show.Episodes, ep.Slug, "wide.jpg")
		ep.Display, ep.Links, ep.Block = words, []show.Link{{Name: words, URL: "https://video.example/?a=1&b=2"}}, true
		ep.Alternates = []show.Alternate{{
			Type: "audio/opus", Bytes: 5, BitRate: 16000, Height: 720, Language: "nl", Title: words, Rel: words, Codecs: "opus", Default: true,
			Path: ep.Audio.Path + ".opus", Sources: []show.Source{{URI: "ipfs://bafy", Type: "audio/opus"}}, Integrity: "sha256-OLfMw5uH1Z5XivMQN/Da7pID9HIoRveOaokY8Hu0O1s=",
		}}
	}
	return s
}

func podcasting(words string) show.Podcasting {
	guest := []show.Recipient{{Name: words, Type: "lnaddress", Address: "guest@example.com", Split: 1}}
	return show.Podcasting{
		AppTitle:  words,
		Locations: []show.Location{{Name: words, Rel: "creator", Geo: "geo:51.0543,3.7174", OSM: "R897671", Country: "BE"}, {Name: words, Rel: "subject"}},
		License:   show.License{Name: "cc-by-4.0", URL: "https://creativecommons.org/licenses/by/4.0/"},
		Texts:     []show.TextRecord{{Purpose: "verify", Text: words}, {Text: words}},
		Funding:   []show.Link{{Name: words, URL: "https://example.org/support?a=1&b=2"}},
		Social: []show.Discussion{{Protocol: "activitypub", URI: "https://social.example/?a=1&b=2", Account: words,
			AccountURL: "https://social.example/@valves", Priority: 1}},
		Chat: &show.Chat{Server: "irc.example.org", Protocol: "irc", Account: words, Space: words},
		Values: []show.Value{{Type: "lightning", Method: "keysend", Suggested: "0.00000015",
			Recipients: []show.Recipient{{Name: words, Type: "node", Address: node, Split: 90, CustomKey: words, CustomValue: words}, {Type: "node", Address: node, Split: 10, Fee: true}},
			Splits: []show.TimeSplit{
				{Start: time.Minute, Duration: 90500 * time.Millisecond, RemoteStart: time.Second, Percentage: 95,
					Remote: &show.RemoteItem{FeedGUID: "a94f5cc9-8c58-55fc-91fe-a324087a655b", ItemGUID: words, Medium: "music"}},
				{Start: 5 * time.Minute, Duration: time.Minute, Recipients: guest},
			}}},
		Images: []show.Artwork{{Alt: words, Purpose: strings.Fields("banner social"), AspectRatio: "16/9"}, {URL: "https://cdn.example/?a=1&b=2"}},
	}
}

// everythingHostile is everything with texts that try to break the feed, and notes of 20 KB of them.
func everythingHostile(t testing.TB) *edition.Source {
	s := everything(t, strings.Repeat(badText+" ", 3))
	bad := hostile(t)
	bad.Show.Podcasting, bad.Show.Crew = s.Show.Podcasting, s.Show.Crew
	bad.Show.Author, bad.Show.Frequency, bad.Show.Podroll, bad.Show.Spotify = s.Show.Author, s.Show.Frequency, s.Show.Podroll, s.Show.Spotify
	bad.Episodes = append(s.Episodes, bad.Episodes...)
	for i, ep := range bad.Episodes {
		ep.Date = ep.Date.Add(time.Duration(i) * time.Minute) // parsers that sort find one order only
		ep.GUID = strings.TrimPrefix(ep.GUID, "guid-") + " / " + ep.Slug + string(rune('a'+i))
		ep.Notes = text(t, strings.Repeat(badText+"\n\n- one\n- two\n\n", 20*1024/(len(badText)+15)), ep.Audio.Duration)
	}
	return bad
}
