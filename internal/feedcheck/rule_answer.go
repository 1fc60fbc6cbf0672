package feedcheck

import (
	"mime"
	"slices"
	"strconv"
	"strings"
)

// FeedAnswer is how a server answered for the feed.
type FeedAnswer struct {
	Problem   string // why there was no answer, a sentence; "" when there was
	Status    int
	Type      string // Content-Type
	ETag      string
	Modified  string // Last-Modified
	Unchanged bool   // it answered 304 to its own validators
	Head      int    // status of HEAD
	Gzip      bool
}

// EnclosureAnswer is how a server answered for an enclosure.
type EnclosureAnswer struct {
	Problem string // why there was no answer, a sentence; "" when there was
	Head    int    // status of HEAD
	Length  int64  // Content-Length of HEAD, -1 without one
	Type    string // Content-Type of HEAD, without parameters
	Range   int    // status of GET with Range: bytes=0-1
	Part    string // its Content-Range
	Body    int    // bytes of its body, at most a few
}

// answerRules are about what a server answers.
var answerRules = []*Rule{
	{Name: "not-asked", Level: Hint, By: "Insider", always: true,
		Why: "Whether feed, artwork and audio can be fetched is not judged.", Fix: "Start the server, or run the check where it can be reached.",
		find: func(s *Subject, say sayer) {
			if s.Unasked != "" {
				say("server", "%s", s.Unasked)
			}
		}},
	{Name: "feed-answer", Level: Mistake, By: "everybody", always: true,
		Why: "Nobody can subscribe.", Fix: "Let the address of the feed answer 200.",
		find: inAnswer(func(a *FeedAnswer, say func(string, ...any)) {
			switch {
			case a.Problem != "":
				say("%s", a.Problem)
			case a.Status != 200:
				say("The feed answers %d.", a.Status)
			}
		})},
	{Name: "feed-type", Level: Warning, By: "Apple, PSP-1",
		Why: "Browsers and some apps do not take it for a feed.", Fix: "Serve it as application/rss+xml; charset=utf-8.",
		find: inAnswered(func(a *FeedAnswer, say func(string, ...any)) {
			kind, _, err := mime.ParseMediaType(a.Type)
			if err != nil || !slices.Contains([]string{"application/rss+xml", "application/xml", "text/xml"}, kind) {
				say("The feed is served as %s.", quote(a.Type))
			}
		})},
	{Name: "feed-head", Level: Warning, By: "Apple",
		Why: "Directories ask with HEAD first.", Fix: "Let HEAD answer like GET.",
		find: inAnswered(func(a *FeedAnswer, say func(string, ...any)) {
			if a.Head != 200 {
				say("HEAD for the feed answers %d.", a.Head)
			}
		})},
	{Name: "feed-validators", Level: Warning, By: "apps",
		Why: "Apps ask every few minutes, and get the whole feed each time.",
		Fix: "Let nothing between the server and the world take ETag and Last-Modified away, nor the answer 304.",
		find: inAnswered(func(a *FeedAnswer, say func(string, ...any)) {
			switch {
			case a.ETag == "" && a.Modified == "":
				say("The feed comes without ETag and Last-Modified.")
			case !a.Unchanged:
				say("The feed is sent again to who has it already, instead of 304.")
			}
		})},
	{Name: "feed-gzip", Level: Hint, By: "apps",
		Why: "It is five times as long on the wire.", Fix: "Let the feed come compressed to who asks for it.",
		find: inAnswered(func(a *FeedAnswer, say func(string, ...any)) {
			if !a.Gzip {
				say("The feed comes uncompressed.")
			}
		})},
	{Name: "audio-answer", Level: Mistake, By: "Apple",
		Why: "Directories ask for the audio with HEAD and refuse an episode that does not answer; listeners get an error.",
		Fix: "Let the address answer 200 to HEAD.",
		find: inAsked(func(_ *Element, a EnclosureAnswer, say func(string, ...any)) {
			switch {
			case a.Problem != "":
				say("%s", a.Problem)
			case a.Head != 200:
				say("HEAD for the audio answers %d.", a.Head)
			}
		})},
	{Name: "audio-range", Level: Mistake, By: "Apple",
		Why: "Without ranges nobody can jump in an episode, and Apple refuses the show.",
		Fix: "Let the address answer 206 to Range: bytes=0-1, with two bytes.",
		find: inAsked(func(_ *Element, a EnclosureAnswer, say func(string, ...any)) {
			switch {
			case a.Problem != "" || a.Head != 200:
			case a.Range != 206:
				say("The first two bytes of the audio are answered with %d.", a.Range)
			case !strings.HasPrefix(a.Part, "bytes 0-1/") || a.Body != 2:
				say("The first two bytes of the audio are answered with %d bytes and Content-Range %s.", a.Body, quote(a.Part))
			}
		})},
	{Name: "audio-length", Level: Mistake, By: "Apple",
		Why: "Apps break off or wait for the rest.", Fix: "Let the length in the feed be the size of the file.",
		find: inAsked(func(e *Element, a EnclosureAnswer, say func(string, ...any)) {
			want, err := strconv.ParseInt(e.Attrs["length"], 10, 64)
			if a.Problem == "" && a.Head == 200 && err == nil && a.Length != want {
				say("The feed says %s bytes, the server %s.", thousands(want), thousands(a.Length))
			}
		})},
	{Name: "audio-type", Level: Warning, By: "Apple",
		Why: "Apps choose a player by it.", Fix: "Let feed and server say the same.",
		find: inAsked(func(e *Element, a EnclosureAnswer, say func(string, ...any)) {
			if want := e.Attrs["type"]; a.Problem == "" && a.Head == 200 && want != "" && !strings.EqualFold(a.Type, want) {
				say("The feed says %s, the server %s.", quote(want), quote(a.Type))
			}
		})},
}

// inAnswer makes a rule's function of one over the answer for the feed.
func inAnswer(find func(a *FeedAnswer, say func(format string, args ...any))) func(*Subject, sayer) {
	return func(s *Subject, say sayer) {
		if s.Answer != nil {
			find(s.Answer, func(format string, args ...any) { say("feed", format, args...) })
		}
	}
}

// inAnswered is inAnswer for a feed that came.
func inAnswered(find func(a *FeedAnswer, say func(format string, args ...any))) func(*Subject, sayer) {
	return inAnswer(func(a *FeedAnswer, say func(string, ...any)) {
		if a.Problem == "" && a.Status == 200 {
			find(a, say)
		}
	})
}

// inAsked makes a rule's function of one over each enclosure that was asked for.
func inAsked(find func(enclosure *Element, a EnclosureAnswer, say func(format string, args ...any))) func(*Subject, sayer) {
	return func(s *Subject, say sayer) {
		for _, item := range s.Feed.Items {
			e := item.Child("enclosure")
			if e == nil {
				continue
			}
			if a, asked := s.Enclosures[e.Attrs["url"]]; asked {
				find(e, a, func(format string, args ...any) { say(s.where(item), format, args...) })
			}
		}
	}
}
