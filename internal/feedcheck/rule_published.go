package feedcheck

import "time"

// publishedRules hold the feed against what was published before.
var publishedRules = []*Rule{
	{Name: "guid-changed", Level: Mistake, By: "every app",
		Why: "Apps take the episode for a new one: it is listed and downloaded again, and counted twice.",
		Fix: "Write the guid that it was published with.",
		find: inChanges(GUID, func(c Change, f Field, say func(string, ...any)) {
			say("The guid is %s; it was published with %s%s. Write: guid: %s", quote(f.Is), quote(f.Was), since(c), f.Was)
		})},
	{Name: "number-changed", Level: Mistake, By: "Insider, Apple",
		Why: "People and apps name the episode by its number; a number once published stays.",
		Fix: "Write the number that it was published with.",
		find: inChanges(Number, func(c Change, f Field, say func(string, ...any)) {
			say("The number is %s; it was published as number %s. Write: number: %s", f.Is, f.Was, f.Was)
		})},
	{Name: "audio-address-changed", Level: Warning, By: "every app",
		Why: "Many apps download the episode again, and it is counted twice.",
		Fix: "Keep the address: the slug and the name of the file, or the URL.",
		find: inChanges(Address, func(c Change, f Field, say func(string, ...any)) {
			say("The audio lies at %s; it was published at %s%s.", quote(f.Is), quote(f.Was), since(c))
		})},
	{Name: "audio-length-changed", Level: Warning, By: "every app",
		Why: "Many apps download the episode again; who is in the middle of a download gets a broken file.",
		Fix: "Put the file back that was published, if the other was not meant to replace it.",
		find: inChanges(Length, func(c Change, f Field, say func(string, ...any)) {
			say("The audio has %s bytes; it was published with %s%s.", f.Is, f.Was, since(c))
		})},
}

// inChanges makes a rule's function of one over the items of which a field changed.
func inChanges(field string, find func(c Change, f Field, say func(format string, args ...any))) func(*Subject, sayer) {
	return func(s *Subject, say sayer) {
		for _, c := range s.Changes {
			f, changed := c.Field(field)
			if !changed {
				continue
			}
			where := c.Item.Source
			if where == "" {
				where = "item " + quote(c.Item.Title)
			}
			find(c, f, func(format string, args ...any) { say(where, format, args...) })
		}
	}
}

// since says when a change went out, "" when it has not yet.
func since(c Change) string {
	if c.Since.IsZero() {
		return ""
	}
	return " until " + c.Since.UTC().Format(time.DateOnly)
}
