package feedcheck

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"insider/internal/show"
)

// Apple's bounds of text.
const (
	maxDescription = 4000 // bytes
	maxValue       = 255  // characters
)

// showRules are about the channel.
var showRules = []*Rule{
	{Name: "show-title", Level: Mistake, By: "Apple, PSP-1",
		Why: "A show without a title is refused.", Fix: "Give the channel a <title> (title in show.yaml).", find: needs("title")},
	{Name: "show-description", Level: Mistake, By: "Apple, PSP-1",
		Why: "A show without a description is refused.", Fix: "Give the channel a <description> (description in show.yaml).", find: needs("description")},
	{Name: "show-link", Level: Mistake, By: "PSP-1",
		Why: "Listeners do not find the show's site.", Fix: "Give the channel a <link> to the site.", find: needs("link")},
	{Name: "show-language", Level: Mistake, By: "Apple, PSP-1",
		Why: "Directories list a show by its language and refuse one without.",
		Fix: `Write the language as ISO 639 has it, with a region if need be: "en", "nl-BE" (language in show.yaml).`,
		find: inShow(func(channel *Element, say func(string, ...any)) {
			switch value := channel.Value("language"); {
			case value == "":
				say("The feed does not say its language.")
			case !language.MatchString(value):
				say("The language is %s.", quote(value))
			}
		})},
	{Name: "show-category", Level: Mistake, By: "Apple, PSP-1",
		Why: "Directories list a show by Apple's categories, written exactly so; only the first counts.",
		Fix: "Take a category and, within it, a subcategory from Apple's list (categories in show.yaml).", find: inShow(checkCategories)},
	{Name: "show-explicit", Level: Mistake, By: "Apple, PSP-1",
		Why: "Apple refuses a show that does not say it.", Fix: "Write <itunes:explicit>true</itunes:explicit>, or false (explicit in show.yaml).",
		find: inShow(func(channel *Element, say func(string, ...any)) {
			if channel.Child("itunes:explicit") == nil {
				say("The feed does not say whether it is explicit.")
			}
		})},
	{Name: "show-artwork", Level: Mistake, By: "Apple, PSP-1, Spotify",
		Why: "A show without artwork is refused.", Fix: "Give the channel an <itunes:image href=...> (cover in show.yaml).",
		find: inShow(func(channel *Element, say func(string, ...any)) {
			if channel.Attr("itunes:image", "href") == "" {
				say("The show has no artwork.")
			}
		})},
	{Name: "show-author", Level: Warning, By: "Apple, PSP-1, Spotify",
		Why: "Apps show the author beside the title, and Spotify asks for one.", Fix: "Give the channel an <itunes:author>.", find: needs("itunes:author")},
	{Name: "show-type", Level: Mistake, By: "Apple",
		Why: "Apps then play the episodes in the wrong order.", Fix: `Write "episodic" or "serial" (type in show.yaml).`,
		find: inShow(func(channel *Element, say func(string, ...any)) {
			if value := channel.Value("itunes:type"); value != "" && value != "episodic" && value != "serial" {
				say("itunes:type is %s.", quote(value))
			}
		})},
	{Name: "copyright-words", Level: Hint, By: "PSP-1",
		Why: "Apps put the word, the sign and the year there themselves.", Fix: "Name only who holds the rights (copyright in show.yaml).",
		find: inShow(func(channel *Element, say func(string, ...any)) {
			if value := channel.Value("copyright"); copyrightWords.MatchString(value) {
				say("The copyright is %s.", quote(value))
			}
		})},
	{Name: "explicit-value", Level: Mistake, By: "Apple",
		Why: `"yes", "no" and "clean" are read no more.`, Fix: `Write "true" or "false".`,
		find: everywhere(func(e *Element, say func(string, ...any)) {
			if c := e.Child("itunes:explicit"); c != nil && c.Text != "true" && c.Text != "false" {
				say("itunes:explicit is %s.", quote(c.Text))
			}
		})},
	{Name: "yes-only", Level: Warning, By: "Apple",
		Why: `Only "Yes" has an effect; anything else reads like none.`, Fix: `Write "Yes", or leave the tag out.`,
		find: everywhere(func(e *Element, say func(string, ...any)) {
			for _, name := range []string{"itunes:block", "itunes:complete"} {
				if value := e.Value(name); e.Child(name) != nil && !strings.EqualFold(value, "yes") {
					say("%s is %s.", name, quote(value))
				}
			}
		})},
	{Name: "description-size", Level: Warning, By: "Apple",
		Why: "Apple takes 4,000 bytes and refuses or cuts the rest.", Fix: "Shorten the description; long notes belong in content:encoded.",
		find: everywhere(func(e *Element, say func(string, ...any)) {
			if n := len(e.Value("description")); n > maxDescription {
				say("The description is %s bytes long.", thousands(int64(n)))
			}
		})},
	{Name: "value-size", Level: Warning, By: "Apple",
		Why: "Apple takes 255 characters.", Fix: "Shorten it.",
		find: everywhere(func(e *Element, say func(string, ...any)) {
			for _, name := range plain {
				if n := utf8.RuneCountInString(e.Value(name)); n > maxValue {
					say("%s has %d characters.", name, n)
				}
			}
		})},
	{Name: "value-spaces", Level: Warning, By: "Apple",
		Why: "Apple takes spaces around a value for a part of it.", Fix: "Take them out.",
		find: everywhere(func(e *Element, say func(string, ...any)) {
			for _, name := range plain {
				if c := e.Child(name); c != nil && c.Text != strings.TrimSpace(c.Text) {
					say("%s begins or ends with spaces.", name)
				}
			}
		})},
}

// plain are the elements whose text is one short line.
var plain = []string{"title", "link", "language", "guid", "pubDate", "copyright", "itunes:author", "itunes:title", "itunes:type", "itunes:episode",
	"itunes:season", "itunes:episodeType", "itunes:explicit", "itunes:duration"}

var (
	language       = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?$`)
	copyrightWords = regexp.MustCompile(`(?i)copyright|©|\(c\)|\b(19|20)[0-9]{2}\b`)
)

// needs finds a channel without the element.
func needs(name string) func(*Subject, sayer) {
	return inShow(func(channel *Element, say func(string, ...any)) {
		if channel.Value(name) == "" {
			say("The channel has no %s.", name)
		}
	})
}

func checkCategories(channel *Element, say func(string, ...any)) {
	all := channel.All("itunes:category")
	if len(all) == 0 {
		say("The show has no category.")
	}
	for _, c := range all {
		x := show.Category{Name: c.Attrs["text"], Sub: c.Attr("itunes:category", "text")}
		if nearest, ok := show.CheckCategory(x); !ok {
			say("%s is not in Apple's list; the nearest is %s.", quote(categoryText(x)), quote(categoryText(nearest)))
		}
	}
}

func categoryText(c show.Category) string {
	if c.Sub == "" {
		return c.Name
	}
	return c.Name + " > " + c.Sub
}

// thousands writes a number with commas.
func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
