package feedcheck

import "strings"

// tag is what the Podcasting 2.0 namespace asks of one of its elements.
type tag struct {
	parents  string // names, separated by spaces
	many     bool   // may stand several times in one parent
	required string // attributes
	size     int    // characters of its text, 0: as many as one likes
	value    func(e *Element) string
}

// tags are the elements of the namespace, without their prefix.
var tags = map[string]tag{
	"locked":             {parents: "channel", value: oneOf("", "yes", "no")},
	"guid":               {parents: "channel", value: isGUID},
	"funding":            {parents: "channel item liveItem", many: true, required: "url", size: 128},
	"medium":             {parents: "channel", value: isMedium},
	"person":             {parents: "channel item liveItem", many: true, size: 128, value: isPerson},
	"location":           {parents: "channel item liveItem", many: true, size: 128, value: isLocation},
	"trailer":            {parents: "channel", many: true, required: "url pubdate", size: 128, value: isTrailer},
	"license":            {parents: "channel item liveItem", size: 128, value: isLicense},
	"block":              {parents: "channel", many: true, value: isBlock},
	"txt":                {parents: "channel item liveItem", many: true, size: 4000},
	"updateFrequency":    {parents: "channel", size: 128, value: isFrequency},
	"podping":            {parents: "channel", value: oneOf("usesPodping", "true", "false")},
	"podroll":            {parents: "channel", value: holds("podcast:remoteItem")},
	"publisher":          {parents: "channel", value: holds("podcast:remoteItem")},
	"remoteItem":         {parents: "channel podroll publisher valueTimeSplit", many: true, required: "feedGuid"},
	"liveItem":           {parents: "channel", many: true, required: "status start", value: oneOf("status", "pending", "live", "ended")},
	"transcript":         {parents: "item liveItem", many: true, required: "url type", value: oneOf("type", transcriptTypes...)},
	"chapters":           {parents: "item liveItem", required: "url type", value: oneOf("type", "application/json+chapters")},
	"soundbite":          {parents: "item", many: true, required: "startTime duration", size: 128, value: isSoundbite},
	"season":             {parents: "item liveItem", value: isNumber},
	"episode":            {parents: "item liveItem", value: isNumber},
	"alternateEnclosure": {parents: "item liveItem", many: true, required: "type", value: holds("podcast:source")},
	"source":             {parents: "alternateEnclosure", many: true, required: "uri"},
	"integrity":          {parents: "alternateEnclosure", required: "type value", value: oneOf("type", "sri", "pgp-signature")},
	"contentLink":        {parents: "item liveItem", many: true, required: "href"},
	"socialInteract":     {parents: "channel item liveItem", many: true, required: "protocol", value: isDiscussion},
	"chat":               {parents: "channel item liveItem", required: "server protocol", value: oneOf("protocol", "irc", "xmpp", "nostr", "matrix")},
	"image":              {parents: "channel item liveItem", many: true, required: "href"},
	"images":             {parents: "channel item liveItem"},
	"value":              {parents: "channel item liveItem", many: true, required: "type method", value: holds("podcast:valueRecipient")},
	"valueRecipient":     {parents: "value valueTimeSplit", many: true, required: "type address split", value: isRecipient},
	"valueTimeSplit":     {parents: "value", many: true, required: "startTime duration"},
}

var transcriptTypes = []string{"text/vtt", "application/x-subrip", "application/srt", "application/json", "text/html", "text/plain"}

// tagOf returns what is asked of an element of the namespace. ok is false for an element of another one; known for one that
// the namespace has.
func tagOf(e *Element) (t tag, known, ok bool) {
	name, ok := strings.CutPrefix(e.Name, "podcast:")
	t, known = tags[name]
	return t, known, ok
}

// walk calls f for e and everything in it but items, with the name of what it stands in.
func walk(e *Element, parent string, f func(e *Element, parent string)) {
	f(e, parent)
	for _, c := range e.Children {
		if c.Name != "item" {
			walk(c, strings.TrimPrefix(e.Name, "podcast:"), f)
		}
	}
}
