package site

import (
	"net/http"
	"strings"

	audience "insider/internal/downloads"
	"insider/internal/edition"
	"insider/internal/show"
	"insider/internal/web"
)

// Downloads takes what went out, to be counted. No method waits. They are safe for concurrent use.
type Downloads interface {
	// Begin says that an answer is under way. Each is ended by End.
	Begin()
	// End takes the answer that Begin announced; nil when there is none.
	End(*audience.Answer)
	// Record takes an answer that went out at once.
	Record(audience.Answer)
}

// isSound says whether the file is an episode's audio or video.
func isSound(a mediaAddress) bool {
	kind := web.MediaType(a.name)
	return a.kind == show.Episodes && (strings.HasPrefix(kind, "audio/") || strings.HasPrefix(kind, "video/"))
}

// sendCounted sends an episode's audio and tells what went out.
func (m *Media) sendCounted(server *web.Server, w http.ResponseWriter, r *http.Request, f opened, e *edition.Edition) {
	ep, ok := e.Episode(f.at.slug)
	if !ok {
		f.send(w, r)
		return
	}
	m.Downloads.Begin()
	var answer *audience.Answer
	defer func() { m.Downloads.End(answer) }()
	at, asked := m.Clock(), r.Header.Get("Range")
	sent := f.send(w, r)
	answer = &audience.Answer{Client: server.ClientAddr(r), Event: audience.Event{
		At: at, Kind: audience.Media, Item: ep.GUID, File: soundOf(ep, f), Method: r.Method, Status: sent.Status, Agent: r.UserAgent()}}
	answer.Range, answer.Sent = payload(asked, f.info.Size(), sent)
}

// soundOf tells the counter about the file that was sent. A stored copy has the same sound as the file that was probed, and
// what it is longer by stands before it.
func soundOf(ep *show.Episode, f opened) *audience.File {
	file := f.file
	sound := &audience.File{Hash: strings.Trim(f.tag(), `"`), Bytes: f.info.Size(), Duration: ep.Audio.Duration}
	if !f.stored && file.Hash != "" && sound.Bytes == file.Bytes {
		sound.Hash = file.Hash
	}
	if ep.Audio.File != nil && ep.Audio.File.Name == file.Name {
		sound.HeaderBytes = max(0, sound.Bytes-(ep.Audio.Bytes-ep.Audio.HeaderBytes))
	}
	return sound
}

// longestRange is how much of a Range header is kept that was not answered by ranges.
const longestRange = 64

// payload returns the ranges that were asked for, in one spelling, and how many bytes of the file went out: several ranges
// come with framing, which is not the file's. Of an answer that was cut the framing counts as if it came first.
func payload(asked string, size int64, sent web.Sent) (ranges string, bytes int64) {
	if sent.Status == http.StatusOK {
		return asked[:min(len(asked), longestRange)], sent.Bytes
	}
	if sent.Status != http.StatusPartialContent {
		return asked[:min(len(asked), longestRange)], 0
	}
	spans, _ := audience.ParseRange(asked, size)
	framing := max(0, sent.Length-audience.Bytes(spans))
	return audience.FormatRange(spans), max(0, sent.Bytes-framing)
}

// readFeed records that a feed was fetched or found unchanged.
func (s *Site) readFeed(r *http.Request, path string, status int) {
	if s.Editions.Current().Drafts {
		return
	}
	s.Downloads.Record(audience.Answer{Client: s.server.ClientAddr(r), Event: audience.Event{
		At: s.Clock(), Kind: audience.Feed, Item: path, Method: r.Method, Status: status, Agent: r.UserAgent()}})
}
