package feedcheck

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// enclosureRules are about the audio as the feed names it.
var enclosureRules = []*Rule{
	{Name: "enclosure", Level: Mistake, By: "Apple, PSP-1",
		Why: "Apps leave out an item without audio.", Fix: "Give it an <enclosure> with url, length and type.",
		find: inItems(func(item *Element, say func(string, ...any)) {
			switch n := len(item.All("enclosure")); {
			case n == 0:
				say("It has no enclosure.")
			case n > 1:
				say("It has %d enclosures; RSS has one, others belong into podcast:alternateEnclosure.", n)
			}
		})},
	{Name: "enclosure-url", Level: Mistake, By: "Apple",
		Why: "Apple takes whole addresses in ASCII only.", Fix: "Write an address that begins with https:// and has neither spaces nor accents.",
		find: inEnclosures(func(e *Element, say func(string, ...any)) {
			address := e.Attrs["url"]
			u, err := url.Parse(address)
			if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' }) {
				say("The address of the audio is %s.", quote(address))
			}
		})},
	{Name: "enclosure-url-double", Level: Mistake, By: "Apple",
		Why: "Apple ignores the second episode with an address.", Fix: "Give each episode a file of its own.",
		find: doubles(func(item *Element) string { return item.Attr("enclosure", "url") }, "It has the audio of %s.")},
	{Name: "enclosure-extension", Level: Mistake, By: "Apple",
		Why: "Apple looks at the end of the address, and leaves out what it does not know.", Fix: "Let the address end in .mp3 or .m4a.",
		find: inEnclosures(func(e *Element, say func(string, ...any)) {
			if end := extension(e.Attrs["url"]); mediaTypes[end] == nil {
				say("The address of the audio ends in %s.", quote(end))
			}
		})},
	{Name: "enclosure-type", Level: Mistake, By: "Apple",
		Why: "Apps choose a player by it.", Fix: `Write type="audio/mpeg" for MP3, type="audio/x-m4a" or "audio/mp4" for M4A.`,
		find: inEnclosures(func(e *Element, say func(string, ...any)) {
			kind, end := e.Attrs["type"], extension(e.Attrs["url"])
			if types := mediaTypes[end]; types != nil && !slices.Contains(types, kind) {
				say("The type of the audio is %s, but its address ends in %s.", quote(kind), quote(end))
			}
		})},
	{Name: "enclosure-length", Level: Mistake, By: "Apple, RSS",
		Why: "Apps show the size before a download, and some leave out what has none.", Fix: "Write the size of the file in bytes.",
		find: inEnclosures(func(e *Element, say func(string, ...any)) {
			if n, err := strconv.ParseInt(e.Attrs["length"], 10, 64); err != nil || n <= 0 {
				say("The length of the audio is %s.", quote(e.Attrs["length"]))
			}
		})},
}

// mediaTypes are the types of what Apple plays, by the end of the address.
var mediaTypes = map[string][]string{
	".mp3": {"audio/mpeg", "audio/mp3"},
	".m4a": {"audio/x-m4a", "audio/mp4", "audio/m4a", "audio/aac"},
	".mp4": {"video/mp4", "audio/mp4"},
	".m4v": {"video/x-m4v", "video/mp4"},
	".mov": {"video/quicktime"},
	".pdf": {"application/pdf"},
}

// extension returns the end of an address's path in small letters, with its dot.
func extension(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(path.Ext(u.Path))
}

// inEnclosures makes a rule's function of one over an item's enclosure.
func inEnclosures(find func(enclosure *Element, say func(format string, args ...any))) func(*Subject, sayer) {
	return inItems(func(item *Element, say func(string, ...any)) {
		if e := item.Child("enclosure"); e != nil {
			find(e, say)
		}
	})
}

// Audio returns the addresses of the newest enclosures that are public at now, each once, at most n.
func (f *Feed) Audio(now time.Time, n int) (addresses []string) {
	for _, item := range f.Items {
		date, dated := parseDate(item.Value("pubDate"))
		address := item.Attr("enclosure", "url")
		if len(addresses) < n && address != "" && !(dated && date.After(now)) && !slices.Contains(addresses, address) {
			addresses = append(addresses, address)
		}
	}
	return addresses
}
