package feedcheck

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// good is a feed of which everything is right, as far as a server could be asked.
func good(t testing.TB, change ...string) *Subject {
	t.Helper()
	data, err := os.ReadFile("testdata/good.xml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for i := 0; i+1 < len(change); i += 2 {
		if !strings.Contains(text, change[i]) {
			t.Fatalf("there is no %q in the feed", change[i])
		}
		text = strings.Replace(text, change[i], change[i+1], 1)
	}
	s := &Subject{URL: "https://show.example/podcast.xml", Now: noon, Sources: map[string]string{"guid-2": "episodes/two.md"}}
	s.Feed, s.Broken = Parse([]byte(text))
	s.Answer = &FeedAnswer{Status: 200, Type: "application/rss+xml; charset=utf-8", ETag: `"1"`, Modified: "x", Unchanged: true, Head: 200, Gzip: true}
	s.Pictures = map[string]Picture{
		cover: {Type: "image/jpeg", Width: 3000, Height: 3000, Colours: "RGB", Bytes: 400 << 10},
		art:   {Type: "image/png", Width: 1400, Height: 1400, Colours: "RGB", Bytes: 300 << 10},
	}
	s.Enclosures = map[string]EnclosureAnswer{
		"https://show.example/media/episodes/two/two.mp3": {Head: 200, Length: 2000000, Type: "audio/mpeg", Range: 206, Part: "bytes 0-1/2000000", Body: 2},
		"https://show.example/media/episodes/one/one.m4a": {Head: 200, Length: 1000000, Type: "audio/x-m4a", Range: 206, Part: "bytes 0-1/1000000", Body: 2},
	}
	return s
}

const (
	cover = "https://show.example/media/show/cover.jpg"
	art   = "https://show.example/media/episodes/two/art.png"
	audio = "https://show.example/media/episodes/two/two.mp3"
)

func TestAGoodFeedHasNoFindings(t *testing.T) {
	s := good(t)
	if s.Broken != nil {
		t.Fatal(s.Broken)
	}
	if findings := Judge(s); len(findings) > 0 {
		t.Errorf("\n%s", Text(findings))
	}
}

// breach breaks one rule of a good feed. Change replaces text; what it cannot break, spoil does.
type breach struct {
	change []string
	spoil  func(*Subject)
	also   []string // rules that break with it
}

func pictured(change func(*Picture)) func(*Subject) {
	return func(s *Subject) { p := s.Pictures[cover]; change(&p); s.Pictures[cover] = p }
}

func answer(change func(*FeedAnswer)) func(*Subject) { return func(s *Subject) { change(s.Answer) } }

func enclosed(change func(*EnclosureAnswer)) func(*Subject) {
	return func(s *Subject) { e := s.Enclosures[audio]; change(&e); s.Enclosures[audio] = e }
}

func changed(f Field, since time.Time) func(*Subject) {
	return func(s *Subject) {
		s.Changes = []Change{{Kind: Changed, Item: Item{Source: "episodes/two.md"}, Fields: []Field{f}, Since: since}}
	}
}

var long = strings.Repeat("word ", 900)

var breaches = map[string]breach{
	"feed-readable":         {change: []string{"</channel>", "</chanel>"}},
	"rss-version":           {change: []string{`version="2.0"`, `version="0.91"`}},
	"namespace-itunes":      {change: []string{"http://www.itunes.com/dtds/", "http://www.itunes.com/DTDs/"}},
	"namespace-podcast":     {change: []string{"https://podcastindex.org/namespace/1.0", "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"}},
	"namespace-atom":        {change: []string{`xmlns:atom="http://www.w3.org/2005/Atom"`, ""}},
	"self-link":             {change: []string{`rel="self"`, `rel="alternate"`}},
	"self-address":          {change: []string{`https://show.example/podcast.xml" rel="self"`, `https://show.example/podcast.xml/" rel="self"`}},
	"new-feed-url":          {change: []string{"<copyright>", "<itunes:new-feed-url>https://other.example/feed</itunes:new-feed-url><copyright>"}},
	"dead-tag":              {change: []string{"<copyright>", "<itunes:keywords>radio</itunes:keywords><copyright>"}},
	"not-asked":             {spoil: func(s *Subject) { s.Unasked = "No server answers." }},
	"feed-answer":           {spoil: answer(func(a *FeedAnswer) { a.Status = 503 })},
	"feed-type":             {spoil: answer(func(a *FeedAnswer) { a.Type = "text/plain" })},
	"feed-head":             {spoil: answer(func(a *FeedAnswer) { a.Head = 405 })},
	"feed-validators":       {spoil: answer(func(a *FeedAnswer) { a.Unchanged = false })},
	"feed-gzip":             {spoil: answer(func(a *FeedAnswer) { a.Gzip = false })},
	"audio-answer":          {spoil: enclosed(func(e *EnclosureAnswer) { e.Head = 404 })},
	"audio-range":           {spoil: enclosed(func(e *EnclosureAnswer) { e.Range, e.Part, e.Body = 200, "", 3 })},
	"audio-length":          {spoil: enclosed(func(e *EnclosureAnswer) { e.Length = 1999999 })},
	"audio-type":            {spoil: enclosed(func(e *EnclosureAnswer) { e.Type = "application/octet-stream" })},
	"address-local":         {change: []string{`https://show.example/podcast.xml" rel="self"`, `http://10.0.0.7/podcast.xml" rel="self"`}, spoil: func(s *Subject) { s.URL = "http://10.0.0.7/podcast.xml" }},
	"address-http":          {change: []string{`https://show.example/podcast.xml" rel="self"`, `http://show.example/podcast.xml" rel="self"`}, spoil: func(s *Subject) { s.URL = "http://show.example/podcast.xml" }},
	"address-local-media":   {change: []string{"https://show.example/media/episodes/one/one.m4a", "https://nas.local/one.m4a"}},
	"address-http-media":    {change: []string{"https://show.example/media/episodes/one/one.m4a", "http://cdn.example/one.m4a"}},
	"guid-changed":          {spoil: changed(Field{GUID, "old", "guid-2"}, noon)},
	"number-changed":        {spoil: changed(Field{Number, "3", "2"}, time.Time{})},
	"audio-address-changed": {spoil: changed(Field{Address, "https://old.example/two.mp3", audio}, time.Time{})},
	"audio-length-changed":  {spoil: changed(Field{Length, "1", "2000000"}, noon)},
	"show-title":            {change: []string{"<title>Radio Two Valves</title>", "<title> </title>"}, also: []string{"value-spaces"}},
	"show-description":      {change: []string{"<description>Two people and a radio.</description>", ""}},
	"show-link":             {change: []string{"<link>https://show.example/</link>", ""}},
	"show-language":         {change: []string{"nl-BE", "Dutch"}},
	"show-category":         {change: []string{`text="Management"`, `text="Managment"`}},
	"show-explicit":         {change: []string{"<itunes:explicit>false</itunes:explicit>", ""}},
	"show-artwork":          {change: []string{`<itunes:image href="https://show.example/media/show/cover.jpg"/>`, ""}},
	"show-author":           {change: []string{"<itunes:author>Ada and Bob</itunes:author>", ""}},
	"show-type":             {change: []string{"<itunes:type>serial", "<itunes:type>weekly"}},
	"copyright-words":       {change: []string{"<copyright>", "<copyright>© 2026 "}},
	"explicit-value":        {change: []string{"<itunes:explicit>false", "<itunes:explicit>no"}},
	"yes-only":              {change: []string{"<copyright>", "<itunes:block>no</itunes:block><copyright>"}},
	"description-size":      {change: []string{"<description>Notes.", "<description>" + long}},
	"value-size":            {change: []string{"<title>The first valve", "<title>" + strings.Repeat("x", 256)}},
	"value-spaces":          {change: []string{"<itunes:author>", "<itunes:author> "}},
	"item-title":            {change: []string{"<title>The first valve</title>", ""}},
	"item-guid":             {change: []string{`<guid isPermaLink="false">guid-1</guid>`, ""}},
	"item-guid-double":      {change: []string{">guid-1<", ">guid-2<"}},
	"item-date":             {change: []string{"Mon, 09 Nov 2026 09:00:00 +0000", "2026-11-09"}},
	"item-date-missing":     {change: []string{"<pubDate>Mon, 09 Nov 2026 09:00:00 +0000</pubDate>", ""}},
	"item-duration":         {change: []string{"0:30:00", "half an hour"}},
	"item-number":           {change: []string{"<itunes:episode>1<", "<itunes:episode>0<"}},
	"item-number-serial":    {change: []string{"<itunes:episode>1</itunes:episode>", ""}},
	"item-type":             {change: []string{"<itunes:episodeType>full", "<itunes:episodeType>Full"}},
	"item-title-number":     {change: []string{"<title>The first valve", "<title>Ep. 1: The first valve"}},
	"item-transcript":       {change: []string{`<podcast:transcript url="https://show.example/episodes/one/transcript.srt" type="application/x-subrip"/>`, ""}},
	"enclosure":             {change: []string{`<enclosure url="https://show.example/media/episodes/one/one.m4a" length="1000000" type="audio/x-m4a"/>`, ""}},
	"enclosure-url":         {change: []string{"https://show.example/media/episodes/one/one.m4a", "https://show.example/één.m4a"}},
	"enclosure-url-double":  {change: []string{"https://show.example/media/episodes/one/one.m4a", audio}, also: []string{"audio-length", "audio-type", "enclosure-type"}},
	"enclosure-extension":   {change: []string{"https://show.example/media/episodes/one/one.m4a", "https://show.example/one.ogg"}},
	"enclosure-type":        {change: []string{`type="audio/x-m4a"`, `type="audio/mpeg"`}, also: []string{"audio-type"}},
	"enclosure-length":      {change: []string{`length="1000000"`, `length="0"`}, also: []string{"audio-length"}},
	"artwork-answer":        {spoil: pictured(func(p *Picture) { *p = Picture{Problem: "It answers 404."} })},
	"artwork-type":          {spoil: pictured(func(p *Picture) { p.Type = "image/webp" })},
	"artwork-extension":     {spoil: pictured(func(p *Picture) { p.Type = "image/png" })},
	"artwork-square":        {spoil: pictured(func(p *Picture) { p.Width = 2999 })},
	"artwork-pixels":        {spoil: pictured(func(p *Picture) { p.Width, p.Height = 1399, 1399 })},
	"artwork-colours":       {spoil: pictured(func(p *Picture) { p.Colours = "CMYK" })},
	"artwork-plain":         {spoil: pictured(func(p *Picture) { p.Clear = true })},
	"artwork-bytes":         {spoil: pictured(func(p *Picture) { p.Bytes = 512<<10 + 1 })},
	"podcast-guid":          {change: []string{"<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>", ""}},
	"podcast-locked":        {change: []string{`<podcast:locked owner="ada@show.example">yes</podcast:locked>`, ""}},
	"podcast-tag":           {change: []string{"<podcast:medium>podcast</podcast:medium>", "<podcast:mediun>podcast</podcast:mediun>"}},
	"podcast-place":         {change: []string{`<podcast:chat server="chat.example" protocol="matrix"/>`, "<podcast:medium>podcast</podcast:medium>"}},
	"podcast-once":          {change: []string{"<podcast:medium>podcast</podcast:medium>", "<podcast:medium>podcast</podcast:medium><podcast:medium>music</podcast:medium>"}},
	"podcast-attribute":     {change: []string{`server="chat.example" `, ""}},
	"podcast-value":         {change: []string{`type="text/vtt"`, `type="text/plane"`}},
	"podcast-text":          {change: []string{"Support us", strings.Repeat("x", 129)}},
	"soundbite-length":      {change: []string{`duration="30"`, `duration="300"`}},
	"owner-email":           {change: []string{"<itunes:email>ada@show.example</itunes:email>", ""}},
	"no-episode":            {spoil: func(s *Subject) { s.Feed.Items = nil }},
	"spotify-audio":         {change: []string{"https://show.example/media/episodes/one/one.m4a", "https://show.example/one.mp4", `type="audio/x-m4a"`, `type="audio/flac"`}, also: []string{"enclosure-type"}},
	"spotify-size":          {change: []string{"0:30:00", "50000"}},
	"spotify-limit":         {change: []string{`recentCount="10"`, `recentCount="all"`}},
}

func TestEachRuleFindsItsBreachAndNothingElse(t *testing.T) {
	for _, rule := range Rules() {
		b, ok := breaches[rule.Name]
		if !ok {
			t.Errorf("%s has no case", rule.Name)
			continue
		}
		s := good(t, b.change...)
		if b.spoil != nil {
			b.spoil(s)
		}
		found := map[string]bool{}
		for _, f := range Judge(s) {
			found[f.Name] = true
			if f.Sentence == "" || f.Where == "" || f.Why == "" || f.Fix == "" || f.By == "" || strings.Contains(f.Sentence, "%!") {
				t.Errorf("%s: %+v", rule.Name, f)
			}
		}
		want := append([]string{rule.Name}, b.also...)
		if got := slices.Sorted(maps.Keys(found)); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
			t.Errorf("%s: found %v, want %v\n%s", rule.Name, got, want, Text(Judge(s)))
		}
	}
	if len(breaches) != len(Rules()) {
		t.Errorf("%d cases for %d rules", len(breaches), len(Rules()))
	}
}

func TestValuesOfTheNamespace(t *testing.T) {
	for _, change := range [][2]string{
		{`owner="ada@show.example">yes`, `owner="ada@show.example">Yes`},
		{"9b024349-ccf0-5f69-a609-6b82873eab3c", "show.example"},
		{"<podcast:medium>podcast", "<podcast:medium>radio"},
		{`role="host"`, `role="boss"`},
		{`geo="geo:51.05,3.72"`, `geo="51.05,3.72"`},
		{`osm="R897671"`, `osm="897671"`},
		{"cc-by-4.0", "cc-by-nice"},
		{`id="youtube"`, `id="youtoob"`},
		{`rrule="FREQ=WEEKLY"`, `rrule="WEEKLY"`},
		{"Mon, 02 Nov 2026 09:00:00 +0000", "2 November"},
		{`<podcast:remoteItem feedGuid="9b024349-ccf0-5f69-a609-6b82873eab3d"/>`, ""},
		{`split="100"`, `split="all"`},
		{`display="Two">2`, `display="Two">two`},
		{`application/json+chapters`, `application/json`},
		{`startTime="12.5"`, `startTime="0:12"`},
		{`<podcast:source uri="https://show.example/a.mp3"/>`, ""},
		{`protocol="activitypub"`, `protocol="mastodon"`},
		{`uri="https://social.example/1"`, ""},
		{`protocol="matrix"`, `protocol="slack"`},
	} {
		findings := Judge(good(t, change[0], change[1]))
		if len(findings) != 1 || findings[0].Name != "podcast-value" {
			t.Errorf("%s: %s", change[1], Text(findings))
		}
	}
}
