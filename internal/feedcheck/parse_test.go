package feedcheck

import (
	"errors"
	"os"
	"strings"
	"testing"
)

func TestWhatIsNoFeedIsSaidWithItsLine(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "The feed is empty.",
		"<feed><title/></feed>":     "This is no RSS feed: it has no <rss> with a <channel>.",
		"\n<!DOCTYPE html><html>":   "This is a web page, no feed.",
		"<rss version='2.0'></rss>": "This is no RSS feed: it has no <rss> with a <channel>.",
		"<rss><channel>\n<a></b>":   "line 2: This is no well-formed XML: element <a> closed by </b>.",
		"<rss><channel>\n&nbsp;":    "line 2: This is no well-formed XML: invalid character entity &nbsp;.",
		"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n<rss><channel>&x;": "line 2: This is no well-formed XML: invalid character entity &x;.",
		"<rss><channel>\n\n\x01":     "line 3: This is no well-formed XML: illegal character code U+0001.",
		"<rss><channel/></rss><rss>": "line 1: A second element follows the first.",
		`<?xml version="1.0" encoding="ISO-8859-1"?><rss><channel/></rss>`: "line 1: The feed says it is written in ISO-8859-1; it must be UTF-8.",
		"<rss><channel>" + strings.Repeat("<a>", 40):                       "line 1: The feed is nested too deeply or has too many elements.",
		strings.Repeat(" ", MaxFeed+1):                                     "The feed is larger than 32 MiB.",
	} {
		_, err := Parse([]byte(text))
		var ours *ParseError
		if !errors.As(err, &ours) || err.Error() != want {
			t.Errorf("%.60q: %v, want %s", text, err, want)
		}
	}
}

func TestNamesCarryTheUsualPrefix(t *testing.T) {
	f, err := Parse([]byte(`<rss xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:x="https://x.example/"><channel>
		<i:author>A</i:author><podcast:guid>undeclared</podcast:guid><x:thing x:of="1" of="2">t</x:thing></channel></rss>`))
	if err != nil {
		t.Fatal(err)
	}
	c := f.Channel
	if c.Value("itunes:author") != "A" || c.Value("podcast:guid") != "undeclared" || c.Value("?:thing") != "t" || c.Attr("?:thing", "of") != "2" || c.Attr("?:thing", "?:of") != "1" {
		t.Errorf("%+v", c)
	}
	if len(f.Items) != 0 || f.Namespaces["x"] != "https://x.example/" || c.Child("nothing") != nil || c.Attr("nothing", "x") != "" {
		t.Errorf("%+v", f)
	}
}

// FuzzParse feeds anything to the parser and every rule.
func FuzzParse(f *testing.F) {
	data, err := os.ReadFile("testdata/good.xml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte("<rss><channel><item><enclosure url='%zz' length='9e9'/><podcast:value/></item></channel></rss>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &Subject{URL: "https://show.example/podcast.xml", Now: noon}
		s.Feed, s.Broken = Parse(data)
		if s.Feed == nil && s.Broken == nil {
			t.Fatal("neither a feed nor an error")
		}
		if text := Text(Judge(s)); strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && r < ' ' || r == 0x9b }) {
			t.Errorf("a terminal would act upon %q", text)
		}
		if s.Feed != nil {
			s.Feed.Artwork(5)
			s.Feed.Audio(noon, 5)
		}
	})
}
